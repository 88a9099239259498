-- Releases before returned no names, and the columns that a function returns cannot be changed.
DROP FUNCTION IF EXISTS partition_tools_internal.partition_bounds(oid), partition_tools_internal.partition_bounds_all(oid);

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_bounds_read(p_table oid, p_among oid[] DEFAULT NULL)
RETURNS TABLE (relid oid, lower_text text, upper_text text, is_default boolean, detaching boolean, name name)
-- Without settings of its own it becomes part of the query that asks, which then knows how many partitions to expect.
LANGUAGE sql STABLE
AS $$
    SELECT s.oid,
           nullif(btrim(split_part(s.inner_text, ') TO (', 1), ''''), 'MINVALUE'),
           nullif(btrim(split_part(s.inner_text, ') TO (', 2), ''''), 'MAXVALUE'),
           s.bound = 'DEFAULT', s.detaching, s.relname
      FROM (SELECT b.oid, b.bound, b.detaching, b.relname,
                   CASE WHEN b.bound <> 'DEFAULT' THEN substr(b.bound, 18, length(b.bound) - 18) END AS inner_text
              FROM (SELECT c.oid, c.relname, pg_get_expr(c.relpartbound, 0) AS bound, coalesce(i.inhdetachpending, false) AS detaching
                      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                     -- Each bound is rendered once, however often it is looked at below.
                     WHERE i.inhparent = p_table AND (p_among IS NULL OR i.inhrelid = ANY (p_among)) OFFSET 0) AS b OFFSET 0) AS s
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_bounds_read(oid, oid[]) IS
    'As partition_bounds_all, of some partitions or (NULL) of all, in the time zone and date style of the session.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_bounds_all(p_table oid)
RETURNS TABLE (relid oid, lower_text text, upper_text text, is_default boolean, detaching boolean, name name)
LANGUAGE plpgsql STABLE
-- Bounds are printed in the session's time zone and date style: pinned, so that one bound has one spelling.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    RETURN QUERY SELECT b.* FROM partition_tools_internal.partition_bounds_read(p_table) AS b;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_bounds_all(oid) IS
    'The partitions of a table with their bounds as the key type writes them in UTC and ISO style; NULL for MINVALUE, MAXVALUE and the default partition. detaching: an interrupted DETACH PARTITION ... CONCURRENTLY has hidden it, and its range is taken still.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_bounds(p_table oid)
RETURNS TABLE (relid oid, lower_text text, upper_text text, is_default boolean, name name)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    RETURN QUERY
        SELECT b.relid, b.lower_text, b.upper_text, b.is_default, b.name
          FROM partition_tools_internal.partition_bounds_read(p_table) AS b WHERE NOT b.detaching;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_bounds(oid) IS
    'The partitions of a table with their bounds as the key type writes them in UTC and ISO style; NULL for MINVALUE, MAXVALUE and the default partition. Without those that are being detached.';
