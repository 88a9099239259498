CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_root(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.convert_build_root(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_root(bigint) IS
    'Phase convert_root: the owner and the indexes of the new table, which its partitions get next. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_join(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.convert_finish_root(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_join(bigint) IS
    'Phase convert_join: makes the indexes of the partitions parts of those of the new table, and gives that what else it can have before the switch. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.convert_root_keys(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_keys(bigint) IS
    'Phase convert_keys: the foreign keys of the new table, which all its partitions have. Locks: SHARE ROW EXCLUSIVE on the tables that they refer to, for milliseconds.';
