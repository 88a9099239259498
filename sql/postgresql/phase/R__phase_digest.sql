CREATE OR REPLACE FUNCTION partition_tools_internal.phase_digest(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_ordinal int := coalesce(((partition_tools_internal.job_latest(p_job_id)).position ->> 'target')::int, 1);
    v_target  regclass;
BEGIN
    SELECT t.relid INTO STRICT v_target FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal = v_ordinal;
    EXECUTE format('CREATE INDEX %I ON %s ((%s))', partition_tools_internal.stage_name(p_job_id, format('t%s_digest', v_ordinal)), v_target,
                   replace(partition_tools_internal.row_digest(p_job_id, '"partition_tools_row"'), '"partition_tools_row".', ''));
    IF EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal > v_ordinal) THEN
        s.again := true;
        s.position := json_build_object('target', v_ordinal + 1);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_digest(bigint) IS
    'Phase digest, where whole rows are captured: an index by which a row is found in one target, until the swap. Locks: none on the table.';
