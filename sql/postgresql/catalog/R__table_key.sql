CREATE OR REPLACE FUNCTION partition_tools_internal.table_key(p_table regclass, p_policy json DEFAULT '[]')
RETURNS partition_tools_internal.table_key
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_policy);
    k partition_tools_internal.table_key;
    t record;
BEGIN
    PERFORM partition_tools_internal.table_supported(p_table);
    SELECT n.nspname, c.relname, a.attname,
           b.typname, partition_tools_internal.base_type(b.oid) AS base
      INTO STRICT t
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_partitioned_table p ON p.partrelid = c.oid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
      JOIN pg_type b ON b.oid = a.atttypid
     WHERE c.oid = p_table;
    k.table_oid := p_table;
    k.schema_name := t.nspname;
    k.table_name := t.relname;
    k.column_name := t.attname;
    k.key_type := t.base;
    IF k.key_type IS NULL OR NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'partition_tools_internal'::regnamespace
                                           AND p.proname = 'key_clock_' || k.key_type) THEN
        RAISE EXCEPTION 'partition key % of % has the type %, which is not supported', quote_ident(k.column_name), p_table, t.typname
            USING ERRCODE = 'PP014', DETAIL = 'Supported are ' || (
                SELECT string_agg(substr(p.proname, 11), ', ' ORDER BY p.proname) FROM pg_proc p
                 WHERE p.pronamespace = 'partition_tools_internal'::regnamespace AND left(p.proname, 10) = 'key_clock_') || '.';
    END IF;
    k.zone := CASE partition_tools_internal.key_clock(k.key_type)
                  WHEN 'wall' THEN 'Etc/UTC' ELSE partition_tools_internal.policy_zone(v_policy) END;
    IF k.key_type IN ('int4', 'int8') THEN
        k.unit := partition_tools_internal.epoch_unit(k, v_policy ->> 'epoch_unit');
    END IF;
    RETURN k;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_key(regclass, json) IS
    'The partition key of a table and how to read it. PP010 to PP013 where the table cannot be worked on, PP014 for a key type without a codec, PP015 for integers that are no epoch.';

CREATE OR REPLACE FUNCTION partition_tools_internal.base_type(p_type oid)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        WITH RECURSIVE step AS (
            SELECT t.* FROM pg_type t WHERE t.oid = p_type
            UNION ALL
            SELECT t.* FROM step s JOIN pg_type t ON t.oid = s.typbasetype
        )
        SELECT s.typname FROM step s WHERE s.typbasetype = 0 AND s.typnamespace = 'pg_catalog'::regnamespace);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.base_type(oid) IS
    'Name of a built-in type, or of the one a domain stands on; NULL for any other.';
