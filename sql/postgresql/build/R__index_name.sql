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

CREATE OR REPLACE FUNCTION partition_tools_internal.index_names_distinct(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
    v_name   name;
    v_number int;
BEGIN
    FOR r IN
        SELECT d.relid, d.final_name, d.schema_name
          FROM (SELECT m.relid, m.final_name, t.schema_name, row_number() OVER (PARTITION BY t.schema_name, m.final_name ORDER BY t.ordinal, m.relid) AS n
                  FROM partition_tools_internal.job_rename AS m
                  JOIN pg_index AS x ON x.indexrelid = m.relid
                  JOIN partition_tools_internal.job_target AS t ON t.job_id = m.job_id AND t.relid = x.indrelid
                 WHERE m.job_id = p_job_id AND m.kind = 'INDEX') AS d
         WHERE d.n > 1 ORDER BY d.relid
    LOOP
        v_number := 0;
        LOOP
            v_number := v_number + 1;
            v_name := partition_tools_internal.short_name(r.final_name, v_number::text);
            EXIT WHEN NOT partition_tools_internal.relation_exists(r.schema_name, v_name)
                  AND NOT EXISTS (SELECT FROM partition_tools_internal.job_rename AS m WHERE m.job_id = p_job_id AND m.final_name = v_name);
        END LOOP;
        DELETE FROM partition_tools_internal.job_rename AS m WHERE m.job_id = p_job_id AND m.kind = 'INDEX' AND m.relid = r.relid;
        INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name) VALUES (p_job_id, 'INDEX', r.relid, v_name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_names_distinct(bigint) IS
    'Gives indexes of different targets other final names where two sessions, which could not see each other''s, have chosen the same.';
