CREATE OR REPLACE FUNCTION partition_tools_internal.partition_bounds(p_table oid)
RETURNS TABLE (relid oid, lower_text text, upper_text text, is_default boolean, name name)
LANGUAGE plpgsql STABLE
-- Bounds are printed in the session's time zone and date style: pinned, so that one bound has one spelling.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    RETURN QUERY
        SELECT s.oid, nullif(btrim(split_part(s.inner_text, ') TO (', 1), ''''), 'MINVALUE'), nullif(btrim(split_part(s.inner_text, ') TO (', 2), ''''), 'MAXVALUE'),
               s.bound = 'DEFAULT', s.relname
          FROM (SELECT b.oid, b.bound, b.relname, CASE WHEN b.bound <> 'DEFAULT' THEN substr(b.bound, 18, length(b.bound) - 18) END AS inner_text
                  FROM (SELECT c.oid, c.relname, pg_get_expr(c.relpartbound, 0) AS bound
                          FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = p_table OFFSET 0) AS b OFFSET 0) AS s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_bounds(oid) IS
    'The partitions of a table with their bounds as the key type writes them in UTC and ISO style; NULL for MINVALUE, MAXVALUE and the default partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_partition(p_table oid)
RETURNS partition_tools_internal.leaf
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d partition_tools_internal.leaf;
BEGIN
    SELECT c.oid, c.relname, true INTO d.relid, d.name, d.is_default
      FROM pg_partitioned_table AS p JOIN pg_class AS c ON c.oid = p.partdefid WHERE p.partrelid = p_table;
    RETURN d;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_partition(oid) IS
    'The default partition of a table; NULL where there is none.';
