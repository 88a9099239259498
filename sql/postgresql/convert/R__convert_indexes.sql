CREATE OR REPLACE FUNCTION partition_tools_internal.convert_indexes(p_table oid, p_column name)
RETURNS TABLE (indexrelid oid, name name, is_unique boolean, is_primary boolean, widened boolean, definition text, constraint_def text, tablespace text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT i.indexrelid, i.relname, i.indisunique, i.indisprimary, w.widened,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(i.tail, p_column) ELSE i.tail END,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(i.condef, p_column) ELSE i.condef END, i.spcname
      FROM (SELECT x.*, c.relname, partition_tools_internal.index_tail(x.indexrelid) AS tail, pg_get_constraintdef(k.oid) AS condef,
                   CASE WHEN c.reltablespace <> 0 THEN partition_tools_internal.tablespace_name(c.reltablespace)::text END AS spcname
              FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
              LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
             WHERE x.indrelid = p_table AND x.indisvalid AND x.indislive AND c.relname !~ '^partition_tools_j[0-9]+_a[0-9]+$') AS i
     CROSS JOIN LATERAL (
            SELECT i.indisunique AND NOT EXISTS (SELECT FROM generate_series(0, i.indnkeyatts - 1) AS g
                      JOIN pg_attribute AS a ON a.attrelid = p_table AND a.attnum = i.indkey[g] AND a.attname = p_column) AS widened) AS w
     ORDER BY i.indexrelid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_indexes(oid, name) IS
    'The indexes of a plain table as a table partitioned by the column can have them: a unique one without the column is widened by it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_widened(p_definition text, p_column name)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_depth int := 0;
    v_quote text;
    v_char  text;
BEGIN
    -- Behind the last column of the first list in parentheses; names and literals may have parentheses in them.
    FOR i IN 1 .. length(p_definition) LOOP
        v_char := substr(p_definition, i, 1);
        IF v_quote IS NOT NULL THEN
            v_quote := CASE WHEN v_char <> v_quote THEN v_quote END;
        ELSIF v_char IN ('"', '''') THEN
            v_quote := v_char;
        ELSIF v_char = '(' THEN
            v_depth := v_depth + 1;
        ELSIF v_char = ')' THEN
            v_depth := v_depth - 1;
            IF v_depth = 0 THEN
                RETURN overlay(p_definition PLACING format(', %I)', p_column) FROM i FOR 1);
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_widened(text, name) IS
    'The definition of a unique index or constraint with one more column at the end of its key.';
