CREATE OR REPLACE FUNCTION partition_tools_internal.migration_config_trust(p_config_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.sql_trust(format('row %s of migration_config', p_config_id), partition_tools_internal.config_written_by(p_config_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_config_trust(bigint) IS
    'PP082 where the SQL of a migration was written by a role with fewer rights than the current one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_job_trust(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.sql_trust(format('job %s', p_job_id),
        (SELECT j.made_by FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_job_trust(bigint) IS
    'PP082 where a job of a migration, which is SQL, was made by a role with fewer rights than the current one.';
