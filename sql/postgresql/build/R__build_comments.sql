CREATE OR REPLACE FUNCTION partition_tools_internal.build_comments(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_same boolean := (SELECT c.relname = p_target.name AND n.nspname = p_target.schema_name
                         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_target.template);
BEGIN
    -- Comments on columns and constraints came with LIKE. That of the table is about this one partition, so a partition
    -- cut from it does not inherit it.
    IF v_same AND obj_description(p_target.template, 'pg_class') IS NOT NULL THEN
        EXECUTE format('COMMENT ON TABLE %s IS %L', p_target.relid::regclass, obj_description(p_target.template, 'pg_class'));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_comments(partition_tools_internal.job_target) IS
    'The comment of a partition that keeps its name.';
