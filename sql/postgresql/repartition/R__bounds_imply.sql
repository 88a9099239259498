CREATE OR REPLACE FUNCTION partition_tools_internal.bounds_imply(p_partition oid, p_condition text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET constraint_exclusion = on SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    -- PostgreSQL's own prover: where "within the bounds, and not the condition" contradicts itself, the planner knows that
    -- there is no such row and never calls the function. So it is proved, or the function says that it is not.
    EXECUTE format('SELECT FROM partition_tools_internal.unproved() AS %I(%s) WHERE (%s) AND (%s) AND NOT (%s)',
        (SELECT c.relname FROM pg_class AS c WHERE c.oid = p_partition),
        (SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), 'COLLATE ' || quote_ident(n.nspname) || '.' || quote_ident(l.collname)), ', ' ORDER BY a.attnum)
           FROM pg_attribute AS a LEFT JOIN (pg_collation AS l JOIN pg_namespace AS n ON n.oid = l.collnamespace) ON l.oid = a.attcollation
          WHERE a.attrelid = p_partition AND a.attnum > 0 AND NOT a.attisdropped),
        pg_get_partition_constraintdef(p_partition), partition_tools_internal.bounds_last(p_partition), p_condition);
    RETURN true;
EXCEPTION WHEN raise_exception OR undefined_column THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bounds_imply(oid, text) IS
    'Whether no row within a partition''s bounds can violate a condition. False also where PostgreSQL cannot tell.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unproved()
RETURNS SETOF record
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'the planner has not proved that this is never called' USING ERRCODE = 'raise_exception';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unproved() IS 'Raises an error when it is called: see bounds_imply.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bounds_last(p_partition oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := (SELECT i.inhparent FROM pg_inherits AS i WHERE i.inhrelid = p_partition);
    v_type  text := partition_tools_internal.key_type_name(v_table);
    v_upper text;
BEGIN
    IF v_type IN ('date', 'integer', 'bigint', 'smallint') THEN
        v_upper := (SELECT b.upper_text FROM partition_tools_internal.partition_bounds(v_table) AS b WHERE b.relid = p_partition);
    END IF;
    -- Of these types a value below the bound is at most the one before it, which the planner does not know.
    RETURN CASE WHEN v_upper IS NULL THEN 'true'
                ELSE format('%I <= %L::%s - 1', partition_tools_internal.key_column(v_table), v_upper, v_type) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bounds_last(oid) IS
    'A partition''s upper bound as a condition on the last value below it, for types that have one.';
