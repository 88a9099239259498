CREATE OR REPLACE FUNCTION partition_tools_internal.partition_bounds(p_table oid)
RETURNS TABLE (relid oid, lower_text text, upper_text text, is_default boolean, name name, rank int)
LANGUAGE plpgsql STABLE
-- Bounds are printed in the session's time zone and date style: pinned, so that one bound has one spelling.
SET search_path = pg_catalog, pg_temp SET optimizer = off SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    c_type constant text := partition_tools_internal.key_type_name(p_table);
BEGIN
    RETURN QUERY
        SELECT r.parchildrelid,
               partition_tools_internal.bound_text(c_type, pg_get_expr(r.parrangestart, r.parchildrelid), NOT r.parrangestartincl),
               partition_tools_internal.bound_text(c_type, pg_get_expr(r.parrangeend, r.parchildrelid), r.parrangeendincl), r.parisdefault,
               -- A partition may have no name of its own.
               CASE WHEN r.parname = '' THEN c.relname ELSE r.parname END,
               CASE WHEN NOT r.parisdefault THEN (rank() OVER (PARTITION BY r.parisdefault ORDER BY r.parruleord))::int END
          FROM pg_partition p
          JOIN pg_partition_rule r ON r.paroid = p.oid
          JOIN pg_class c ON c.oid = r.parchildrelid
         WHERE p.parrelid = p_table AND p.parlevel = 0 AND NOT p.paristemplate;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_bounds(oid) IS
    'The partitions of a table with their bounds, lower inclusive and upper exclusive, as the key type writes them in UTC and ISO style; NULL where open, and for the default partition. rank: as FOR (RANK(n)) counts them at this moment.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_edge(p_rule oid, p_upper boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    r record;
BEGIN
    SELECT CASE WHEN p_upper THEN pg_get_expr(u.parrangeend, u.parchildrelid) ELSE pg_get_expr(u.parrangestart, u.parchildrelid) END AS value,
           p_upper = CASE WHEN p_upper THEN u.parrangeendincl ELSE u.parrangestartincl END AS is_shifted, p.parrelid
      INTO r
      FROM pg_partition_rule u JOIN pg_partition p ON p.oid = u.paroid WHERE u.oid = p_rule;
    RETURN partition_tools_internal.bound_text(CASE WHEN r.is_shifted THEN partition_tools_internal.key_type_name(r.parrelid) END, r.value, r.is_shifted);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_edge(oid, boolean) IS
    'One bound of a partition rule, the lower one as inclusive, the upper one as exclusive, whichever way it was declared; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_at(p_rule oid, p_upper boolean)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_bound text := partition_tools_internal.bound_edge(p_rule, p_upper);
BEGIN
    IF v_bound IS NULL THEN
        RETURN CASE WHEN p_upper THEN timestamptz 'infinity' ELSE timestamptz '-infinity' END;
    END IF;
    RETURN (SELECT partition_tools_internal.bound_time(partition_tools_internal.base_type(a.atttypid), v_bound)
              FROM pg_partition_rule u JOIN pg_partition p ON p.oid = u.paroid JOIN pg_attribute a ON a.attrelid = p.parrelid AND a.attnum = p.paratts[0]
             WHERE u.oid = p_rule);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_at(oid, boolean) IS
    'One bound of a partition rule as a point in time, -infinity or infinity where there is none; NULL where the type of the key has no codec.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_text(p_type text, p_constant text, p_shifted boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_shifted THEN
        RETURN partition_tools_internal.bound_after(p_type, partition_tools_internal.bound_value(p_constant));
    END IF;
    RETURN partition_tools_internal.bound_value(p_constant);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_text(text, text, boolean) IS
    'The value of a bound that is written as a constant of a type; p_shifted: the smallest one after it, for it was declared the other way. The caller pins time zone and date style.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_value(p_constant text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(substring(p_constant FROM '^[(]?''([^'']*)'''), substring(p_constant FROM '-?[0-9.]+'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_value(text) IS
    'The value of a constant that is written as ''text''::type, or as a bare number.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_after(p_type text, p_value text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_after text;
BEGIN
    IF p_value IS NULL OR p_value IN ('infinity', '-infinity') THEN
        RETURN p_value;
    ELSIF p_type IN ('smallint', 'integer', 'bigint', 'date') THEN
        EXECUTE format('SELECT (%L::%s + 1)::text', p_value, p_type) INTO v_after;
    ELSIF p_type LIKE 'timestamp%' THEN
        EXECUTE format('SELECT (%L::%s + interval ''1 microsecond'')::text', p_value, p_type) INTO v_after;
    ELSE
        RAISE EXCEPTION 'the bound % of type % is inclusive at its end or exclusive at its start', p_value, p_type
            USING ERRCODE = 'PP014', DETAIL = 'Only of dates, timestamps and integers the next value is known.',
                  HINT = 'Declare bounds as START inclusive, END exclusive.';
    END IF;
    RETURN v_after;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_after(text, text) IS
    'The smallest value of a type that is greater than another. PP014 for a type that has none.';
