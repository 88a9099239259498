CREATE OR REPLACE FUNCTION partition_tools_internal.phase_build(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at      json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_ordinal int := coalesce((v_at ->> 'target')::int, 1);
    v_start   timestamptz := clock_timestamp();
    v_pace    record;
BEGIN
    PERFORM partition_tools_internal.build_gently(p_job_id);
    PERFORM partition_tools_internal.build_target(t)
       FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal = v_ordinal;
    IF EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal > v_ordinal) THEN
        SELECT p.* INTO v_pace
          FROM partition_tools_internal.job_target AS t,
               partition_tools_internal.build_pace(t.relid, extract(epoch FROM clock_timestamp() - v_start) * 1000, (v_at ->> 'pace')::float8) AS p
         WHERE t.job_id = p_job_id AND t.ordinal = v_ordinal;
        s.again := true;
        s.position := json_build_object('target', v_ordinal + 1, 'pace', v_pace.best);
        s.pause := v_pace.pause;
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_build(bigint) IS
    'Phase build: gives one target what its template has, and rests where that took longer than at best. Locks: none on the table.';

