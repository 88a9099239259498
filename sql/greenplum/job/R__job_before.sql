CREATE OR REPLACE FUNCTION partition_tools_internal.job_before(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_needs bigint[];
BEGIN
    IF (SELECT j.ordinal FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) = 1 THEN
        RETURN NULL;
    END IF;
    v_needs := partition_tools_internal.job_needs(p_job_id);
    RETURN (
        SELECT o.job_id
          FROM partition_tools_internal.job AS j
          JOIN partition_tools_internal.job AS o ON o.run_id = j.run_id AND o.table_oid = j.table_oid AND o.ordinal < j.ordinal
         WHERE j.job_id = p_job_id AND j.operation <> 'migrate'
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_event AS e WHERE e.job_id = o.job_id AND e.state IN ('completed', 'cancelled'))
           -- One obstacle is one failed job: those that do not depend on it go on, and do not try it again.
           AND (o.job_id = ANY (v_needs)
                OR coalesce((SELECT e.state FROM partition_tools_internal.job_event AS e WHERE e.job_id = o.job_id ORDER BY e.event_id DESC LIMIT 1), '') <> 'failed')
           -- A worker may come at any time; what it unloads is not in the window of another operation.
           AND NOT partition_tools_internal.job_waits(o.job_id)
         ORDER BY o.ordinal LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_before(bigint) IS
    'The next job that has to be executed before this one; NULL where there is none. Jobs that have failed are left where this one does not need them. The parts of a data migration do not depend on each other.';
