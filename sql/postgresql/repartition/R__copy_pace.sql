CREATE OR REPLACE FUNCTION partition_tools_internal.copy_batch(p_blocks bigint, p_ms float8)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted float8 := partition_tools_internal.setting('batch_ms', '200')::float8;
BEGIN
    RETURN greatest(8, least(65536, p_blocks * greatest(0.5, least(2, v_wanted / greatest(p_ms, 0.1)))))::bigint;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_batch(bigint, float8) IS
    'Blocks to copy in the next transaction, so that it takes about partition_tools.batch_ms milliseconds (default 200): p_blocks took p_ms.';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_pace(p_best float8, p_ms_per_block float8)
RETURNS float8
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Forgets slowly, because rows and caches differ along the table.
    RETURN round(least(coalesce(p_best * 1.02, p_ms_per_block), p_ms_per_block)::numeric, 6);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_pace(float8, float8) IS
    'The best pace of a copy so far, in milliseconds a block.';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_pause(p_rows bigint, p_ms float8, p_slowdown float8)
RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_rate   float8 := partition_tools_internal.setting('rows_per_second', '0')::float8;
    v_pacing text := partition_tools_internal.setting('pacing', 'on');
    v_pause  float8 := 0;
BEGIN
    IF v_rate > 0 THEN
        v_pause := greatest(0, p_rows * 1000.0 / v_rate - p_ms);
    ELSIF v_pacing = 'on' AND p_slowdown > 1.3 AND partition_tools_internal.others_at_work(p_ms) THEN
        -- A block that takes longer than at best says that others want the machine: rest as much longer. Where nobody else does
        -- anything it is the machine that is not the same at all times.
        v_pause := p_ms * least(p_slowdown - 1, 4);
    END IF;
    RETURN v_pause * interval '1 millisecond';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_pause(bigint, float8, float8) IS
    'How long to rest after a batch. partition_tools.rows_per_second sets a rate; otherwise the pause follows p_slowdown, how much slower than its best pace the copy has become while others are at work, unless partition_tools.pacing is off.';
