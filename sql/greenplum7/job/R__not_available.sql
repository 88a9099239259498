CREATE OR REPLACE FUNCTION partition_tools_internal.not_available(p_what text)
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% is not available on Greenplum 7 yet', p_what
        USING ERRCODE = 'PP100', HINT = 'create_partitions, merge_partitions, move_partitions and delete_partitions are; doc/greenplum.md has the rest.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.not_available(text) IS
    'PP100: what this engine does not do yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.execute_unload(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('an unload to S3');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_unload(bigint) IS 'PP100.';
