CREATE OR REPLACE FUNCTION partition_tools_internal.migration_parts(p_config partition_tools.migration_config)
RETURNS TABLE (relid oid, only_it boolean, filter text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_by text := partition_tools_internal.migration_part_by(p_config);
    k record;
BEGIN
    IF v_by = 'partition' THEN
        RETURN QUERY SELECT l, true, NULL::text FROM partition_tools_internal.migration_leaves(p_config.source) AS l;
        RETURN;
    END IF;
    relid := p_config.source::oid;
    only_it := false;
    SELECT * INTO k FROM partition_tools_internal.migration_key(p_config.source, p_config.pkey) LIMIT 1;
    IF v_by = 'none' THEN
        RETURN NEXT;
    ELSIF v_by = 'modulus' THEN
        FOR i IN 0 .. p_config.parts - 1 LOOP
            filter := format('abs(source.%I %% %s) = %s', k.name, p_config.parts, i);
            RETURN NEXT;
        END LOOP;
    ELSE
        RETURN QUERY
        SELECT p_config.source::oid, false, f
          FROM partition_tools_internal.migration_ranges(
                   k.name, k.type, partition_tools_internal.migration_split(p_config),
                   k.collatable AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_config.source AND c.relkind = 'f')) AS f;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_parts(partition_tools.migration_config) IS
    'The parts that a source is copied in: the relation to read, whether without its children, and a condition on the first key column (NULL: none). Every row with a key belongs to exactly one; rows without are left to the first part.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_part_by(p_config partition_tools.migration_config)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_type   text := (SELECT min(k.type_name::text) FROM (SELECT * FROM partition_tools_internal.migration_key(p_config.source, p_config.pkey) LIMIT 1) AS k);
    v_leaves boolean := EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = p_config.source);
    v_by     text := p_config.part_by;
BEGIN
    IF v_by IS NULL AND coalesce(p_config.parts, 1) = 1 THEN
        RETURN 'none';
    END IF;
    v_by := coalesce(v_by, CASE WHEN v_type IS NULL AND v_leaves THEN 'partition' ELSE 'range' END);
    IF v_by = 'partition' AND NOT v_leaves THEN
        RAISE EXCEPTION '% cannot be copied partition by partition', p_config.source
            USING ERRCODE = 'PP064', DETAIL = 'It has no partitions.', HINT = 'Use parts with a key.';
    ELSIF v_by <> 'partition' AND v_type IS NULL THEN
        RAISE EXCEPTION '% cannot be cut in parts', p_config.source
            USING ERRCODE = 'PP064', DETAIL = 'No key is given.', HINT = 'Name one in pkey, or leave parts out.';
    ELSIF v_by = 'modulus' AND v_type NOT IN ('int2', 'int4', 'int8') THEN
        RAISE EXCEPTION '% cannot be cut in parts by modulus', p_config.source
            USING ERRCODE = 'PP064', DETAIL = format('The first key column is of type %s, not an integer.', v_type), HINT = 'Use ranges: part_by = ''range''.';
    END IF;
    RETURN CASE WHEN v_by <> 'partition' AND coalesce(p_config.parts, 1) = 1 THEN 'none' ELSE v_by END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_part_by(partition_tools.migration_config) IS
    'How a source is cut: none, range, modulus or partition. PP064 where it cannot be cut as asked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_leaves(p_source oid)
RETURNS SETOF oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE tree AS (
        SELECT p_source AS relid
        UNION
        SELECT i.inhrelid FROM tree AS t JOIN pg_inherits AS i ON i.inhparent = t.relid)
    -- A parent by plain inheritance may have rows of its own.
    SELECT c.oid FROM tree AS t JOIN pg_class AS c ON c.oid = t.relid
     WHERE partition_tools_internal.migration_holds_rows(c.oid) ORDER BY c.oid::regclass::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_leaves(oid) IS
    'Everything under a table that holds rows of its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_ranges(p_column name, p_type text, p_bounds text[], p_any_order boolean)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_count  int := coalesce(array_length(p_bounds, 1), 0);
    v_filter text;
BEGIN
    FOR i IN 1 .. v_count + 1 LOOP
        -- Text may be compared on the remote server, by another collation, where our bounds stand in another order: then a
        -- row belongs to the first bound that it does not exceed. In order, the bound before is enough.
        SELECT string_agg(format('source.%I > %L::%s', p_column, p_bounds[j], p_type), ' AND ' ORDER BY j) INTO v_filter
          FROM generate_series(CASE WHEN p_any_order THEN 1 ELSE greatest(i - 1, 1) END, i - 1) AS j;
        IF i <= v_count THEN
            v_filter := concat_ws(' AND ', v_filter, format('source.%I <= %L::%s', p_column, p_bounds[i], p_type));
        END IF;
        RETURN NEXT v_filter;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_ranges(name, text, text[], boolean) IS
    'One condition for each range between bounds, the first and the last open: each value is in exactly one. NULL where there are no bounds. p_any_order: also if the values are compared in another order than that of the bounds.';
