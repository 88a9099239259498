CREATE OR REPLACE FUNCTION partition_tools_internal.phase_catch_up(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    s := partition_tools_internal.catch_up_round(p_job_id, 20000, 'catch_up');
    IF s.phase <> 'catch_up' THEN
        s.phase := CASE WHEN EXISTS (SELECT FROM partition_tools_internal.foreign_keys_wanted(p_job_id)) THEN 'foreign_keys'
                        -- Nothing was copied, so no snapshot can miss it; and the default partition may be refusing rows.
                        WHEN NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id) THEN 'swap'
                        ELSE 'settle' END;
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_catch_up(bigint) IS
    'Phase catch_up: one round of captured changes, until few are left. Locks: ACCESS SHARE on the sources.';

