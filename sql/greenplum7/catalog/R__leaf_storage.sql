CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_storage(p_relid oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_method  name;
    v_kind    "char";
    v_options text[];
BEGIN
    SELECT c.relkind, m.amname, coalesce(c.reloptions, '{}') INTO v_kind, v_method, v_options
      FROM pg_class AS c LEFT JOIN pg_am AS m ON m.oid = c.relam WHERE c.oid = p_relid;
    IF v_kind = 'f' THEN
        RETURN '{external.}';
    END IF;
    -- In the words and every spelling in which a policy can say it, since they are compared.
    RETURN v_options
        || ARRAY(SELECT n || '=' || v FROM unnest('{appendonly,appendoptimized}'::text[]) AS n,
                        unnest(CASE WHEN v_method IN ('ao_row', 'ao_column') THEN '{true,on,yes,1,t}' ELSE '{false,off,no,0,f}' END::text[]) AS v)
        || ARRAY['orientation=' || CASE v_method WHEN 'ao_column' THEN 'column' ELSE 'row' END];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_storage(oid) IS
    'How a partition is stored, as name=value, its access method in the words of the WITH clause; {external.} for a foreign table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.storage_clause(p_template oid, p_with_param text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted  text[] := partition_tools_internal.storage_options(p_with_param);
    v_method  name;
    v_options text[];
    v_append  boolean;
BEGIN
    SELECT m.amname, coalesce(c.reloptions, '{}') INTO v_method, v_options FROM pg_class AS c LEFT JOIN pg_am AS m ON m.oid = c.relam WHERE c.oid = p_template;
    v_append := (SELECT split_part(w, '=', 2) IN ('true', 'on', 'yes', '1', 't') FROM unnest(v_wanted) AS w WHERE w ~ '^(appendonly|appendoptimized)=' LIMIT 1);
    IF v_append IS NOT NULL THEN
        -- It says what kind of table it is to be, which the options of another kind would not fit.
        v_method := CASE WHEN NOT v_append THEN 'heap' WHEN 'orientation=column' = ANY (v_wanted) THEN 'ao_column' ELSE 'ao_row' END;
        v_options := '{}';
    END IF;
    v_options := ARRAY(SELECT o FROM unnest(v_options) AS o WHERE NOT EXISTS (SELECT FROM unnest(v_wanted) AS w WHERE split_part(w, '=', 1) = split_part(o, '=', 1)))
              || ARRAY(SELECT w FROM unnest(v_wanted) AS w WHERE w !~ '^(appendonly|appendoptimized|orientation)=');
    -- Said even for a heap: a database can have another default.
    RETURN concat_ws(' ', 'USING ' || quote_ident(v_method),
                     (SELECT 'WITH (' || string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')' FROM unnest(v_options) AS o));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.storage_clause(oid, text) IS
    'Access method and WITH clause of a new partition: those of its template, overlaid with what a policy wants; that alone where it says appendonly.';

CREATE OR REPLACE FUNCTION partition_tools_internal.column_encodings(p_template oid, p_with_param text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- An option of the whole table that a policy wants is wanted of every column.
    IF p_with_param IS NOT NULL OR NOT EXISTS (SELECT FROM pg_class AS c JOIN pg_am AS m ON m.oid = c.relam WHERE c.oid = p_template AND m.amname = 'ao_column') THEN
        RETURN '';
    END IF;
    RETURN coalesce((
        SELECT string_agg(format(', COLUMN %I ENCODING (%s)', a.attname, array_to_string(e.attoptions, ', ')), '' ORDER BY a.attnum)
          FROM pg_attribute_encoding AS e JOIN pg_attribute AS a ON a.attrelid = e.attrelid AND a.attnum = e.attnum
         WHERE e.attrelid = p_template AND NOT a.attisdropped), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.column_encodings(oid, text) IS
    'The encodings of the columns of a column-oriented partition, as CREATE TABLE wants them after LIKE.';
