CREATE OR REPLACE FUNCTION partition_tools_internal.table_key(p_table regclass, p_policy json DEFAULT '[]')
RETURNS partition_tools_internal.table_key
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_policy);
    k partition_tools_internal.table_key;
    v_type name;
BEGIN
    PERFORM partition_tools_internal.table_supported(p_table);
    SELECT c.oid, n.nspname, c.relname, a.attname, partition_tools_internal.base_type(a.atttypid), b.typname
      INTO STRICT k.table_oid, k.schema_name, k.table_name, k.column_name, k.key_type, v_type
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = partition_tools_internal.key_column(c.oid)
      JOIN pg_type b ON b.oid = a.atttypid
     WHERE c.oid = p_table;
    IF NOT partition_tools_internal.key_type_known(k.key_type) THEN
        RAISE EXCEPTION 'partition key % of % has the type %, which is not supported', quote_ident(k.column_name), p_table, v_type
            USING ERRCODE = 'PP014', DETAIL = 'Supported are ' || (SELECT string_agg(t, ', ') FROM partition_tools_internal.key_types() AS t) || '.';
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
