CREATE OR REPLACE FUNCTION partition_tools_internal.phase_validate_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.targets_step(p_job_id, 'validate_keys');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_validate_keys(bigint) IS
    'Phase validate_keys: checks the foreign keys of one target. Locks: ROW SHARE on the tables it refers to.';

CREATE OR REPLACE FUNCTION partition_tools_internal.validate_keys(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT w.name FROM unnest(partition_tools_internal.job_wanted(p_target, '{foreign key}')) AS w WHERE (w.details ->> 'validated')::boolean LOOP
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', p_target.relid::regclass, r.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.validate_keys(partition_tools_internal.job_target) IS
    'Checks the foreign keys of a target.';
