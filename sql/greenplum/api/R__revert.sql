CREATE OR REPLACE FUNCTION partition_tools_internal.converted_table(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root oid;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) THEN
        RAISE EXCEPTION 'there is no job %', coalesce(p_job_id::text, 'NULL') USING ERRCODE = 'PP051', HINT = 'partition_tools.jobs lists them.';
    END IF;
    v_root := ((partition_tools_internal.job_latest(p_job_id)).position ->> 'root')::oid;
    IF v_root IS NULL OR NOT EXISTS (SELECT FROM pg_partition AS p WHERE p.parrelid = v_root) THEN
        RAISE EXCEPTION 'job % has no partitioned table that was a plain one', p_job_id
            USING ERRCODE = 'PP088', DETAIL = CASE WHEN v_root IS NULL THEN 'It is no conversion that has switched.' ELSE 'The table is gone, or is plain again.' END,
                  HINT = 'partition_tools.jobs lists the conversions: action convert, state completed.';
    END IF;
    RETURN v_root;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.converted_table(bigint) IS
    'The partitioned table that a job has made of a plain one. PP051 for an unknown job, PP088 where there is none any more.';

CREATE OR REPLACE FUNCTION partition_tools.revert(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_job bigint;
BEGIN
    v_job := partition_tools_internal.plain_job(partition_tools_internal.converted_table(p_job_id)::regclass, 'revert', NULL);
    PERFORM partition_tools.start(v_job);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.revert(bigint) IS
'Makes a plain table again of one that partition_table has partitioned, with every row: by a copy, while writers wait and readers go on. Its keys are as they were before; everything else is as it is now. Foreign keys that the conversion has dropped come back.

p_job_id: the job of the conversion.

All of it is one transaction.

Errors: PP088 where the table is not partitioned any more, or its rows are not unique by the key as it was; PP085 where something stands in the way, which DETAIL lists; PP051 for an unknown job; otherwise as start.';

CREATE OR REPLACE FUNCTION partition_tools.finish(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    PERFORM partition_tools_internal.converted_table(p_job_id);
    RAISE EXCEPTION 'job % has no plain table that is kept', p_job_id
        USING ERRCODE = 'PP088', DETAIL = 'Greenplum 6 cannot keep two tables in step, so the plain table is dropped at the switch.', HINT = 'There is nothing to finish. revert makes a plain table again, by a copy.';
END
$$;
COMMENT ON FUNCTION partition_tools.finish(bigint) IS
'Always PP088: on this engine no plain table is kept after partition_table, so there is nothing to drop.

p_job_id: the job of the conversion.

Errors: PP088; PP051 for an unknown job.';
