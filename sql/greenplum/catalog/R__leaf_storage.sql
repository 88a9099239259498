CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_storage(p_relid oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_true  constant text[] := '{true,on,yes,1,t}';
    c_false constant text[] := '{false,off,no,0,f}';
    v_appendonly text[];
    r record;
BEGIN
    SELECT c.relstorage, coalesce(c.reloptions, '{}') AS options, a.compresstype, a.compresslevel, a.blocksize, a.checksum INTO r
      FROM pg_class c LEFT JOIN pg_appendonly a ON a.relid = c.oid WHERE c.oid = p_relid;
    IF r.relstorage = 'x' THEN
        RETURN '{external.}';
    END IF;
    -- In every spelling, since they are compared with what a policy says.
    v_appendonly := CASE WHEN r.relstorage IN ('a', 'c') THEN c_true ELSE c_false END;
    RETURN r.options
        || ARRAY(SELECT n || '=' || v FROM unnest('{appendonly,appendoptimized}'::text[]) AS n, unnest(v_appendonly) AS v)
        || CASE WHEN r.relstorage IN ('a', 'c') THEN
               ARRAY['orientation=' || CASE r.relstorage WHEN 'c' THEN 'column' ELSE 'row' END,
                     'compresstype=' || coalesce(nullif(r.compresstype::text, ''), 'none'),
                     'compresslevel=' || r.compresslevel, 'blocksize=' || r.blocksize]
               || ARRAY(SELECT 'checksum=' || v FROM unnest(CASE WHEN r.checksum THEN c_true ELSE c_false END) AS v)
           ELSE ARRAY['orientation=row'] END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_storage(oid) IS
    'How a partition is stored, as name=value, the options that it has by default included; {external.} for an external table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.storage_clause(p_template oid, p_with_param text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted  text[] := partition_tools_internal.storage_options(p_with_param);
    v_options text[];
BEGIN
    SELECT CASE WHEN EXISTS (SELECT FROM unnest(v_wanted) AS w WHERE w ~ '^(appendonly|appendoptimized)=')
                -- It says what kind of table it is to be, which the options of another kind would not fit.
                THEN v_wanted
                ELSE ARRAY(SELECT o FROM unnest(coalesce(c.reloptions, '{}')) AS o
                            WHERE o !~ '^(appendonly|appendoptimized)='
                              AND NOT EXISTS (SELECT FROM unnest(v_wanted) AS w WHERE split_part(w, '=', 1) = split_part(o, '=', 1)))
                     -- Said even for a heap: a database can have another default.
                     || ('appendonly=' || (c.relstorage IN ('a', 'c'))::text) || v_wanted END
      INTO v_options FROM pg_class c WHERE c.oid = p_template;
    RETURN (SELECT 'WITH (' || string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')' FROM unnest(v_options) AS o);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.storage_clause(oid, text) IS
    'The WITH clause of a new partition: the options of its template, overlaid with those that a policy wants; those alone where they say appendonly.';

CREATE OR REPLACE FUNCTION partition_tools_internal.column_encodings(p_template oid, p_with_param text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- An option of the whole table that a policy wants is wanted of every column.
    IF p_with_param IS NOT NULL OR (SELECT c.relstorage <> 'c' FROM pg_class c WHERE c.oid = p_template) THEN
        RETURN '';
    END IF;
    RETURN coalesce((
        SELECT string_agg(format(', COLUMN %I ENCODING (%s)', a.attname, array_to_string(e.attoptions, ', ')), '' ORDER BY a.attnum)
          FROM pg_attribute_encoding e JOIN pg_attribute a ON a.attrelid = e.attrelid AND a.attnum = e.attnum
         WHERE e.attrelid = p_template AND NOT a.attisdropped), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.column_encodings(oid, text) IS
    'The encodings of the columns of a column-oriented partition, as CREATE TABLE wants them after LIKE.';
