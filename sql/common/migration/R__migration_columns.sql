CREATE OR REPLACE FUNCTION partition_tools_internal.migration_columns(p_config partition_tools.migration_config)
RETURNS TABLE (name name, value text, type text, is_plain boolean, is_identity boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a record;
    v_column name;
BEGIN
    FOR a IN
        SELECT t.attname, format_type(t.atttypid, t.atttypmod) AS type_text, t.attnotnull AND NOT t.atthasdef AS is_needed,
               -- Servers before 12 and 10 have no such columns in the catalogue.
               coalesce(row_to_json(t) ->> 'attgenerated', '') <> '' AS is_generated,
               coalesce(row_to_json(t) ->> 'attidentity', '') <> '' AS has_identity,
               p_config.columns ->> t.attname AS expression,
               s.attname IS NOT NULL AS is_there, s.atttypid = t.atttypid AS is_same
          FROM pg_attribute AS t
          LEFT JOIN pg_attribute AS s ON s.attrelid = p_config.source AND s.attname = t.attname AND s.attnum > 0 AND NOT s.attisdropped
         WHERE t.attrelid = p_config.target AND t.attnum > 0 AND NOT t.attisdropped
         ORDER BY t.attnum
    LOOP
        IF a.is_generated AND a.expression IS NULL THEN
            CONTINUE;
        ELSIF a.is_generated THEN
            RAISE EXCEPTION 'column "%" of % is generated and cannot be given a value', a.attname, p_config.target
                USING ERRCODE = 'PP061', HINT = 'Remove it from columns.';
        ELSIF a.expression IS NULL AND NOT a.is_there AND a.is_needed AND NOT a.has_identity THEN
            RAISE EXCEPTION 'column "%" of % has no counterpart in %', a.attname, p_config.target, p_config.source
                USING ERRCODE = 'PP061', DETAIL = 'It is NOT NULL and has no default.',
                      HINT = format('Give it a default, or an expression: columns = ''{%s: "..."}''.', to_json(a.attname::text));
        ELSIF a.expression IS NOT NULL OR a.is_there THEN
            migration_columns.name := a.attname;
            is_plain := a.expression IS NULL AND a.is_same;
            value := CASE WHEN a.expression IS NULL THEN format('source.%I', a.attname) ELSE '(' || a.expression || E'\n)' END;
            type := a.type_text;
            is_identity := a.has_identity;
            RETURN NEXT;
        END IF;
    END LOOP;
    SELECT k INTO v_column FROM json_object_keys(p_config.columns) AS k
     WHERE NOT EXISTS (SELECT FROM pg_attribute AS t WHERE t.attrelid = p_config.target AND t.attname = k AND t.attnum > 0 AND NOT t.attisdropped);
    IF FOUND THEN
        RAISE EXCEPTION 'columns names "%", which % does not have', v_column, p_config.target
            USING ERRCODE = 'PP061', HINT = 'The keys of columns are columns of the target.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_columns(partition_tools.migration_config) IS
    'The columns of the target that get a value, and from what: the column of the same name, or an expression. Left out are generated columns and those that the source does not have; PP061 where that cannot be.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_columns_unused(p_config partition_tools.migration_config)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(quote_ident(s.attname), ', ' ORDER BY s.attnum)
              FROM pg_attribute AS s
             WHERE s.attrelid = p_config.source AND s.attnum > 0 AND NOT s.attisdropped
               AND NOT EXISTS (SELECT FROM pg_attribute AS t WHERE t.attrelid = p_config.target AND t.attname = s.attname
                                                               AND t.attnum > 0 AND NOT t.attisdropped));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_columns_unused(partition_tools.migration_config) IS
    'Columns of the source that the target does not have; NULL where there are none.';
