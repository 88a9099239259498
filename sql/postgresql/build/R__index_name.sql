CREATE OR REPLACE FUNCTION partition_tools_internal.index_name(
    p_target partition_tools_internal.job_target, p_index oid, p_wanted partition_tools_internal.leaf_property)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_label  text := p_wanted.details ->> 'label';
    v_suffix text;
    v_name   name;
    v_number int := 0;
BEGIN
    IF p_wanted.details ->> 'table' = p_target.name AND p_wanted.details ->> 'schema' = p_target.schema_name
       OR p_wanted.details ? 'archived' AND NOT partition_tools_internal.relation_exists(p_target.schema_name, p_wanted.name) THEN
        RETURN p_wanted.name;
    END IF;
    -- As PostgreSQL would name it: table, columns, kind.
    v_suffix := CASE WHEN v_label = 'pkey' THEN '' ELSE '_' || partition_tools_internal.cut_bytes(regexp_replace((
        SELECT string_agg(coalesce(nullif(pg_get_indexdef(p_index, a.attnum, false), ''), 'expr'), '_' ORDER BY a.attnum)
          FROM (SELECT g.attnum FROM pg_attribute g WHERE g.attrelid = p_index AND g.attnum > 0) AS a), '[^[:alnum:]_]+', '_', 'g'), 25) END || '_' || v_label;
    LOOP
        v_name := partition_tools_internal.short_name(p_target.name, v_suffix || CASE WHEN v_number > 0 THEN v_number::text ELSE '' END);
        EXIT WHEN NOT partition_tools_internal.relation_exists(p_target.schema_name, v_name)
              AND NOT EXISTS (SELECT FROM partition_tools_internal.job_rename r
                               WHERE r.job_id = p_target.job_id AND r.final_name = v_name);
        v_number := v_number + 1;
    END LOOP;
    RETURN v_name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_name(partition_tools_internal.job_target, oid, partition_tools_internal.leaf_property) IS
    'The final name of an index of a target: that of the original where the partition keeps its name, else table_columns_idx, made unique.';
