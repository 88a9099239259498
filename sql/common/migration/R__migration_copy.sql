CREATE OR REPLACE FUNCTION partition_tools_internal.migration_boundary(p_spec json, p_after text[])
RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.migration_key_at(p_spec, p_after, false, (p_spec ->> 'batchsize')::bigint - 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_boundary(json, text[]) IS
    'The key of the last row of the next batch; NULL where fewer rows are left than a batch has. Copying all keys up to a boundary, instead of so many rows, needs no unique key: rows with the same key are in the same batch.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_last(p_spec json, p_after text[])
RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.migration_key_at(p_spec, p_after, true, 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_last(json, text[]) IS
    'The last key of a job''s rows after another key; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_key_at(p_spec json, p_after text[], p_from_end boolean, p_skip bigint)
RETURNS text[]
LANGUAGE plpgsql
-- In the order of an index, or of the remote server, so many rows and no more; a sort would read all that are left, and
-- without statistics of a foreign table the planner takes that for cheap.
SET search_path = pg_catalog, pg_temp SET enable_sort = off
AS $$
DECLARE
    v_texts text;
    v_named text;
    v_order text;
    v_where text := partition_tools_internal.migration_batch(p_spec, p_after, NULL);
    v_key   text[];
BEGIN
    SELECT string_agg(format('b.k%s::text', i), ', ' ORDER BY i), string_agg(format('source.%I AS k%s', k.names[i], i), ', ' ORDER BY i),
           string_agg(format(CASE WHEN p_from_end THEN 'source.%I DESC' ELSE 'source.%I' END, k.names[i]), ', ' ORDER BY i),
           -- Descending, an index has NULLs first.
           concat_ws(' AND ', v_where, CASE WHEN p_from_end THEN string_agg(format('source.%I IS NOT NULL', k.names[i]), ' AND ' ORDER BY i) END)
      INTO v_texts, v_named, v_order, v_where
      FROM (SELECT ARRAY(SELECT json_array_elements_text(p_spec -> 'keys')) AS names) AS k, generate_subscripts(k.names, 1) AS i;
    EXECUTE format('SELECT ARRAY[%s] FROM (SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT 1 OFFSET %s) AS b',
                   v_texts, v_named, partition_tools_internal.migration_from(p_spec), v_where, v_order, p_skip) INTO v_key;
    RETURN v_key;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_key_at(json, text[], boolean, bigint) IS
    'The key of one row of a job, of those after another key: the first one, or the last, when so many are passed over; NULL where there are not so many.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_batch(p_spec json, p_after text[], p_upto text[])
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN concat_ws(' AND ', p_spec ->> 'filter', p_spec ->> 'except',
                     partition_tools_internal.migration_compare(p_spec, '>', p_after),
                     partition_tools_internal.migration_compare(p_spec, '<=', p_upto));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_batch(json, text[], text[]) IS
    'The condition on the rows of a batch: keys after one and up to another; without bound where NULL or empty.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_nulls(p_spec json)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN (p_spec ->> 'null_filter') IS NOT NULL AND NOT coalesce((p_spec ->> 'skip_nulls')::boolean, false)
                THEN concat_ws(' AND ', p_spec ->> 'null_filter', p_spec ->> 'except') END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_nulls(json) IS
    'The condition on the rows without a complete key that a job copies; NULL where it copies none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_after(p_spec json, p_position json)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(CASE WHEN (p_position -> 'after') IS NOT NULL THEN ARRAY(SELECT json_array_elements_text(p_position -> 'after'))
                         ELSE ARRAY(SELECT json_array_elements_text(p_spec -> 'after')) END, '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_after(json, json) IS
    'The last key that is copied: by the job itself, or by the one that it continues; empty where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_rest(p_spec json, INOUT p_after text[], OUT rows bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_last text[];
BEGIN
    rows := 0;
    LOOP
        -- Up to a key that is known, so that what comes later can be told from what is copied.
        v_last := partition_tools_internal.migration_last(p_spec, p_after);
        EXIT WHEN v_last IS NULL;
        rows := rows + partition_tools_internal.migration_copy(p_spec, partition_tools_internal.migration_batch(p_spec, p_after, v_last));
        p_after := v_last;
        -- Texts may be sorted by one collation and compared by another: then the last one in order need not be the greatest.
        EXIT WHEN NOT EXISTS (SELECT FROM json_array_elements_text(p_spec -> 'types') AS t
                               WHERE t IN ('pg_catalog.text', 'pg_catalog."varchar"', 'pg_catalog.varchar', 'pg_catalog.bpchar'));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_rest(json, text[]) IS
    'Copies all rows of a job after a key, and returns how many and the last key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_whole(p_spec json, OUT rows bigint, OUT "position" json)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_after text[] := partition_tools_internal.migration_after(p_spec, NULL);
BEGIN
    IF json_array_length(p_spec -> 'keys') = 0 THEN
        rows := partition_tools_internal.migration_copy(p_spec, partition_tools_internal.migration_all(p_spec));
    ELSE
        SELECT r.p_after, r.rows INTO v_after, rows FROM partition_tools_internal.migration_rest(p_spec, v_after) AS r;
        IF partition_tools_internal.migration_nulls(p_spec) IS NOT NULL THEN
            rows := rows + partition_tools_internal.migration_copy(p_spec, partition_tools_internal.migration_nulls(p_spec));
        END IF;
    END IF;
    "position" := partition_tools_internal.migration_position(1, v_after, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_whole(json) IS
    'Copies all rows of a job at once, and returns how many and the position to be recorded.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_position(p_batch bigint, p_after text[], p_nulls boolean)
RETURNS json
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- exact: positions that earlier versions have left do not know what the last batch has copied.
    RETURN json_build_object('batch', p_batch, 'after', p_after, 'nulls', p_nulls, 'exact', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_position(bigint, text[], boolean) IS
    'Where a job stands: the last batch, the last key, and whether all rows with a key are copied.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_compare(p_spec json, p_operator text, p_values text[])
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keys  text[] := ARRAY(SELECT format('source.%I', k) FROM json_array_elements_text(p_spec -> 'keys') AS k);
    v_types text[] := ARRAY(SELECT json_array_elements_text(p_spec -> 'types'));
    v_count int := array_length(v_keys, 1);
    v_values text[];
    v_text  text;
BEGIN
    IF coalesce(array_length(p_values, 1), 0) = 0 THEN
        RETURN NULL;
    END IF;
    v_values := ARRAY(SELECT format('%L::%s', p_values[i], v_types[i]) FROM generate_series(1, v_count) AS i);
    IF v_count = 1 THEN
        RETURN format('%s %s %s', v_keys[1], p_operator, v_values[1]);
    ELSIF NOT (p_spec ->> 'foreign')::boolean THEN
        RETURN format('ROW(%s) %s ROW(%s)', array_to_string(v_keys, ', '), p_operator, array_to_string(v_values, ', '));
    END IF;
    -- postgres_fdw sends no comparison of rows to the remote server, but its parts.
    v_text := format('%s %s %s', v_keys[v_count], p_operator, v_values[v_count]);
    FOR i IN REVERSE v_count - 1 .. 1 LOOP
        v_text := format('(%s %s %s OR %1$s = %3$s AND %4$s)', v_keys[i], left(p_operator, 1), v_values[i], v_text);
    END LOOP;
    RETURN format('%s %s %s AND %s', v_keys[1], left(p_operator, 1) || '=', v_values[1], v_text);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_compare(json, text, text[]) IS
    'Compares the key of a job with values (p_operator: > or <=), column by column in lexical order; NULL where there are no values.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_copy(p_spec json, p_where text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_rows bigint;
BEGIN
    EXECUTE format('INSERT INTO %s (%s)%s SELECT %s FROM %s WHERE %s',
        partition_tools_internal.migration_relation(p_spec, 'target'), p_spec ->> 'columns', CASE WHEN (p_spec ->> 'overriding')::boolean THEN ' OVERRIDING SYSTEM VALUE' ELSE '' END,
        p_spec ->> 'values', partition_tools_internal.migration_from(p_spec), p_where);
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_copy(json, text) IS
    'Copies the rows of a job''s source that a condition names, and returns how many.';
