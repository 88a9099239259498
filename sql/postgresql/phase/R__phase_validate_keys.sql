CREATE OR REPLACE FUNCTION partition_tools_internal.phase_validate_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_ordinal int := coalesce(((partition_tools_internal.job_latest(p_job_id)).position ->> 'target')::int, 1);
    r record;
BEGIN
    FOR r IN SELECT * FROM partition_tools_internal.foreign_keys_wanted(p_job_id) AS f WHERE f.ordinal = v_ordinal AND f.validated LOOP
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', r.relid::regclass, r.name);
    END LOOP;
    IF EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal > v_ordinal) THEN
        s.again := true;
        s.position := json_build_object('target', v_ordinal + 1);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_validate_keys(bigint) IS
    'Phase validate_keys: checks the foreign keys of one target. Locks: ROW SHARE on the tables it refers to.';
