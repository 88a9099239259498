CREATE OR REPLACE FUNCTION partition_tools_internal.phase_copy(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    c partition_tools_internal.job_source;
    v_at      json := coalesce((partition_tools_internal.job_latest(p_job_id)).position, '{}');
    v_ordinal int := coalesce((v_at ->> 'source')::int, 1);
    v_from    bigint := coalesce((v_at ->> 'block')::bigint, 0);
    v_size    bigint := coalesce((v_at ->> 'size')::bigint, 256);
    v_blocks  bigint := (v_at ->> 'blocks')::bigint;
    v_start   timestamptz := clock_timestamp();
    v_ms      float8;
BEGIN
    SELECT * INTO STRICT c FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id AND j.ordinal = v_ordinal;
    EXECUTE format('LOCK TABLE ONLY %s IN ACCESS SHARE MODE', c.relid::regclass);
    -- Read once, after capture has begun: rows in blocks beyond are captured.
    v_blocks := coalesce(v_blocks, pg_relation_size(c.relid) / current_setting('block_size')::bigint);
    PERFORM partition_tools_internal.check_files(p_job_id);
    s.rows := 0;
    IF v_from < v_blocks THEN
        s.rows := partition_tools_internal.copy_blocks(p_job_id, c.relid, v_from, least(v_from + v_size, v_blocks));
    END IF;
    v_ms := extract(epoch FROM clock_timestamp() - v_start) * 1000;
    v_from := v_from + v_size;
    IF v_from < v_blocks THEN
        s.again := true;
        s.position := json_build_object('source', v_ordinal, 'block', v_from, 'blocks', v_blocks,
            'size', partition_tools_internal.copy_batch(v_size, v_ms),
            'pace', partition_tools_internal.copy_pace((v_at ->> 'pace')::float8, v_ms / v_size));
        s.pause := partition_tools_internal.copy_pause(s.rows, v_ms, v_ms / v_size / (v_at ->> 'pace')::float8);
    ELSIF EXISTS (SELECT FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id AND j.ordinal = v_ordinal + 1) THEN
        s.again := true;
        s.position := json_build_object('source', v_ordinal + 1, 'size', v_size);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_copy(bigint) IS
    'Phase copy: one range of blocks of one source, routed to the targets. Locks: ACCESS SHARE on the source.';

