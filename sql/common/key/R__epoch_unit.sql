CREATE OR REPLACE FUNCTION partition_tools_internal.epoch_unit(p_key partition_tools_internal.table_key, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_unit   text := coalesce(p_unit, nullif(partition_tools_internal.setting('epoch_unit', ''), ''));
    v_values int8[];
    v_bounds boolean;
    v_filter text;
BEGIN
    IF v_unit = 's' OR (v_unit = 'ms' AND p_key.key_type = 'int8') THEN
        RETURN v_unit;
    ELSIF v_unit IS NOT NULL THEN
        RAISE EXCEPTION 'epoch_unit "%" does not fit partition key % of %', v_unit, quote_ident(p_key.column_name), p_key.table_oid::regclass
            USING ERRCODE = 'PP001', HINT = 'Use s (seconds), or ms (milliseconds) on a bigint.';
    END IF;
    SELECT array_agg(v.value) INTO v_values
      FROM (SELECT unnest(ARRAY[b.lower_text, b.upper_text])::int8 AS value
              FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b) AS v
     WHERE v.value IS NOT NULL;
    v_bounds := v_values IS NOT NULL;
    IF NOT v_bounds THEN
        -- A policy of the table's is not to hide rows from us.
        v_filter := partition_tools_internal.row_filter('off');
        EXECUTE format('SELECT array_agg(v) FROM (SELECT %I::int8 AS v FROM %s WHERE %1$I IS NOT NULL LIMIT 100) AS s',
                       p_key.column_name, p_key.table_oid::regclass) INTO v_values;
        PERFORM partition_tools_internal.row_filter(v_filter);
    END IF;
    -- Times from 1980 to 2200, and as bounds on a quarter of an hour, as every calendar's are; row numbers cut at round
    -- decimal numbers are not.
    IF (SELECT bool_and(v BETWEEN 315532800 AND 7258118400 AND NOT (v_bounds AND v % 900 <> 0)) FROM unnest(v_values) AS v) THEN
        RETURN 's';
    ELSIF (SELECT bool_and(v BETWEEN 315532800000 AND 7258118400000 AND NOT (v_bounds AND v % 900000 <> 0)) FROM unnest(v_values) AS v) THEN
        RETURN 'ms';
    END IF;
    RAISE EXCEPTION 'the integers in partition key % of % cannot be told to be seconds or milliseconds since 1970',
            quote_ident(p_key.column_name), p_key.table_oid::regclass
        USING ERRCODE = 'PP015',
              DETAIL = CASE WHEN v_values IS NULL THEN 'The table has neither bounds nor rows to tell from.'
                            ELSE 'A value found is ' || v_values[1] || '.' END,
              HINT = 'Say it: "epoch_unit": "s" or "ms" in the policy, or SET partition_tools.epoch_unit.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.epoch_unit(partition_tools_internal.table_key, text) IS
    'Whether an integer key counts seconds (s) or milliseconds (ms): as the policy or partition_tools.epoch_unit says, else told from the bounds or a row. PP015 where neither fits, so that a plain row number is never taken for a time.';
