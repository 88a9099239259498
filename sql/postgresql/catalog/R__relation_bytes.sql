CREATE OR REPLACE FUNCTION partition_tools_internal.relation_bytes(p_relid oid, p_tuples real, p_pages int)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- Opening a table to ask for its size costs more than all else about it, and most partitions of the future are empty.
    -- Every name is qualified, for a SET clause would be felt here.
    IF p_tuples OPERATOR(pg_catalog.<) 0::pg_catalog.float4 AND p_pages OPERATOR(pg_catalog.=) 0
       AND pg_catalog.pg_stat_get_tuples_inserted(p_relid) OPERATOR(pg_catalog.=) 0::pg_catalog.int8
       AND pg_catalog.pg_stat_get_xact_tuples_inserted(p_relid) OPERATOR(pg_catalog.=) 0::pg_catalog.int8
    THEN
        RETURN 0;
    END IF;
    RETURN pg_catalog.pg_relation_size(p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_bytes(oid, real, int) IS
    'Bytes of a table proper, without opening one that has never held a row. NULL where it was dropped meanwhile.';
