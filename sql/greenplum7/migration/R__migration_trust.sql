CREATE OR REPLACE FUNCTION partition_tools_internal.migration_config_trust(p_config_id bigint)
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('data migration');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_config_trust(bigint) IS 'PP100: there is no data migration on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_job_trust(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('data migration');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_job_trust(bigint) IS 'PP100: there is no data migration on this engine yet.';
