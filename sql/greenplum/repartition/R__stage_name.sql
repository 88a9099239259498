CREATE OR REPLACE FUNCTION partition_tools_internal.stage_name(p_job_id bigint, p_part text)
RETURNS name
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('partition_tools_%s_%s', p_job_id, p_part);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_name(bigint, text) IS
    'Name of something that a job makes; nobody else sees it, for when the job commits it has its final one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_text(p_job partition_tools_internal.job, p_part text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format('%I.%I', n.nspname, partition_tools_internal.stage_name(p_job.job_id, p_part))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_text(partition_tools_internal.job, text) IS
    'The name of a staging table with its schema, which is that of the job''s table, as SQL wants it.';
