CREATE OR REPLACE FUNCTION partition_tools_internal.phase_build(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_ordinal int := coalesce(((partition_tools_internal.job_latest(p_job_id)).position ->> 'target')::int, 1);
BEGIN
    PERFORM partition_tools_internal.build_target(t)
       FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal = v_ordinal;
    IF EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal > v_ordinal) THEN
        s.again := true;
        s.position := json_build_object('target', v_ordinal + 1);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_build(bigint) IS
    'Phase build: gives one target what its template has. Locks: none on the table.';

