CREATE OR REPLACE FUNCTION partition_tools_internal.index_name(
    p_target partition_tools_internal.job_target, p_index oid, p_label text)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_suffix text;
    v_name   name;
    v_number int := 0;
    i record;
BEGIN
    SELECT c.relname AS name, t.relname AS table_name, tn.nspname AS schema_name, x.indrelid INTO i
      FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
     WHERE x.indexrelid = p_index;
    IF i.table_name = p_target.name AND i.schema_name = p_target.schema_name THEN
        RETURN i.name;
    END IF;
    -- As PostgreSQL would name it: table, columns, kind.
    v_suffix := CASE WHEN p_label = 'pkey' THEN '' ELSE '_' || partition_tools_internal.cut_bytes(regexp_replace((
        SELECT string_agg(coalesce(nullif(pg_get_indexdef(p_index, a.attnum, false), ''), 'expr'), '_' ORDER BY a.attnum)
          FROM (SELECT g.attnum FROM pg_attribute g WHERE g.attrelid = p_index AND g.attnum > 0) AS a), '[^[:alnum:]_]+', '_', 'g'), 25) END || '_' || p_label;
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
COMMENT ON FUNCTION partition_tools_internal.index_name(partition_tools_internal.job_target, oid, text) IS
    'The final name of an index of a target: that of the template where the partition keeps its name, else table_columns_idx, made unique.';
