CREATE OR REPLACE FUNCTION partition_tools_internal.migration_key(p_source oid, p_pkey text)
RETURNS TABLE (name name, type text, type_name name, not_null boolean, collatable boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name text;
    v_type oid;
BEGIN
    FOREACH v_name IN ARRAY coalesce(ARRAY(SELECT n FROM partition_tools_internal.migration_key_names(p_source, p_pkey) AS n), '{}') LOOP
        -- Only a table keeps NOT NULL: on a foreign table it is a promise, on a view there is none.
        SELECT a.attname, a.atttypid, a.attcollation <> 0, a.attnotnull AND c.relkind::text IN ('r', 'p', 'm')
          INTO migration_key.name, v_type, collatable, not_null
          FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
         WHERE a.attrelid = p_source AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = v_name;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'key column "%" does not exist in %', v_name, p_source::regclass
                USING ERRCODE = 'PP062', DETAIL = format('pkey is: %s', p_pkey),
                      HINT = 'Name columns of the source, separated by commas, in quotes where SQL needs them.';
        END IF;
        SELECT b.typname, format('%I.%I', 'pg_catalog', b.typname) INTO type_name, type
          FROM pg_type AS b WHERE b.oid = partition_tools_internal.migration_base_type(v_type);
        IF type_name NOT IN ('int2', 'int4', 'int8', 'numeric', 'text', 'varchar', 'bpchar', 'uuid', 'date', 'timestamp', 'timestamptz') THEN
            RAISE EXCEPTION 'key column "%" of % is of type %, by which rows cannot be cut', v_name, p_source::regclass, format_type(v_type, NULL)
                USING ERRCODE = 'PP062', DETAIL = 'Keys are smallint, integer, bigint, numeric, text, varchar, char, uuid, date, timestamp, timestamptz.',
                      HINT = 'Use another key, or none (pkey NULL): then everything is copied in one transaction.';
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_key(oid, text) IS
    'The columns of a key as pkey names them, with the types their values are compared as. No rows where there is no key; PP062 for a column that does not exist or has no usable type.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_key_names(p_source oid, p_pkey text)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_part  text;
    v_rest  text := p_pkey;
BEGIN
    IF btrim(p_pkey) = '' THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = p_source AND a.attname = p_pkey AND a.attnum > 0) THEN
        -- The bare name of a column, as a query on the catalogue gives it.
        RETURN NEXT p_pkey;
        RETURN;
    END IF;
    WHILE v_rest <> '' LOOP
        v_part := substring(v_rest FROM '^[[:space:]]*("(?:[^"]|"")+"|[^",]+)[[:space:]]*(?:,|$)');
        IF v_part IS NULL THEN
            RAISE EXCEPTION 'pkey cannot be read: %', p_pkey
                USING ERRCODE = 'PP062', HINT = 'Name columns of the source, separated by commas, in quotes where SQL needs them.';
        END IF;
        v_rest := regexp_replace(v_rest, '^[[:space:]]*("(?:[^"]|"")+"|[^",]+)[[:space:]]*(,|$)', '');
        v_part := btrim(v_part);
        IF v_part LIKE '"%"' THEN
            v_part := replace(substring(v_part FROM 2 FOR length(v_part) - 2), '""', '"');
        ELSIF NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = p_source AND a.attname = v_part AND a.attnum > 0) THEN
            v_part := lower(v_part);
        END IF;
        RETURN NEXT v_part;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_key_names(oid, text) IS
    'The names in pkey: one column as it is, or several as SQL writes them, separated by commas.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_base_type(p_type oid)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_type oid := p_type;
    v_base oid;
BEGIN
    LOOP
        SELECT t.typbasetype INTO v_base FROM pg_type AS t WHERE t.oid = v_type AND t.typtype = 'd';
        EXIT WHEN NOT FOUND;
        v_type := v_base;
    END LOOP;
    RETURN v_type;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_base_type(oid) IS 'The type under a domain; any other type itself.';
