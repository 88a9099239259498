CREATE OR REPLACE FUNCTION partition_tools_internal.job_cancelled(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) THEN
        RAISE EXCEPTION 'there is no job %', coalesce(p_job_id::text, 'NULL')
            USING ERRCODE = 'PP051', HINT = 'partition_tools.jobs lists them.';
    ELSIF e.state = 'completed' THEN
        RAISE EXCEPTION 'job % is not cancelled: it has completed', p_job_id
            USING ERRCODE = 'PP056', DETAIL = format('It completed at %s; what it has done is in place.', e.at),
                  HINT = 'Another job can change the partitions again; rows that were dropped come from a backup, or from an archive.';
    END IF;
    RETURN coalesce(e.state, '') = 'cancelled';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_cancelled(bigint) IS
    'Whether a job is cancelled, for good; false where there is still something to be cancelled. PP051 for one that does not exist, PP056 for one that has completed.';
