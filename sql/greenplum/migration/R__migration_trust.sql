CREATE OR REPLACE FUNCTION partition_tools_internal.migration_config_trust(p_config_id bigint)
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Only administrators write to migration_config on this engine.
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_config_trust(bigint) IS 'Whose SQL a migration is: an administrator''s, on this engine.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_job_trust(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_job_trust(bigint) IS 'Whose SQL a job of a migration is: an administrator''s, on this engine.';
