CREATE OR REPLACE FUNCTION partition_tools_internal.fills_directly(
    p_table oid, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- So few rows are copied under the lock in less time than staging tables are exchanged in.
    c_bytes constant bigint := 1024 * 1024;
    v_from  oid := (p_sources[1]).relid;
    v_bytes bigint;
BEGIN
    IF p_sources = '{}' OR NOT (p_sources[1]).is_default OR cardinality(p_sources) > 1 THEN
        RETURN false;
    END IF;
    v_bytes := (SELECT coalesce(sum(b.bytes), 0) FROM partition_tools_internal.relations_bytes(ARRAY[v_from]) AS b);
    RETURN v_bytes <= c_bytes
       -- One partition at least has to be there while another is added.
       AND ((SELECT count(*) FROM unnest(p_targets) AS t WHERE NOT t.is_default AND t.lower_text IS NOT NULL AND t.upper_text IS NOT NULL) > 1
            OR (SELECT count(*) FROM partition_tools_internal.partition_bounds(p_table)) > 1)
       -- A partition that is added gets what the table has. Where the default partition has anything else, new ones are built like it.
       AND NOT EXISTS (SELECT FROM unnest(p_targets) AS t JOIN pg_class AS c ON c.oid = v_from
                        WHERE t.tablespace <> partition_tools_internal.tablespace_name(0) OR c.reltablespace <> 0 OR t.template <> v_from)
       AND coalesce(current_setting('default_tablespace'), '') = ''
       AND NOT EXISTS (SELECT FROM pg_attribute AS a JOIN pg_type AS y ON y.oid = a.atttypid
                         LEFT JOIN pg_description AS d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
                        WHERE a.attrelid = v_from AND a.attnum > 0 AND NOT a.attisdropped
                          AND (a.attstattarget >= 0 OR a.attoptions IS NOT NULL OR a.attstorage <> y.typstorage OR d.objoid IS NOT NULL))
       AND NOT EXISTS (SELECT FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
                         LEFT JOIN pg_description AS d ON d.objoid = i.oid AND d.classoid = 'pg_class'::regclass
                        WHERE x.indrelid = v_from AND (i.reltablespace <> 0 OR d.objoid IS NOT NULL))
       -- Encodings of single columns cannot be said when a partition is added.
       AND NOT EXISTS (SELECT FROM pg_attribute_encoding AS e JOIN pg_class AS c ON c.oid = e.attrelid
                        WHERE e.attrelid = v_from AND NOT e.attoptions <@ (coalesce(c.reloptions, '{}') || '{blocksize=32768}'::text[]))
       AND partition_tools_internal.leaf_shape(v_from) = partition_tools_internal.leaf_shape(p_table);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fills_directly(oid, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Whether new partitions get their rows from the default partition without staging tables: it is small, and has nothing that a partition does not get that is added.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_shape(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN concat_ws(' | ',
        (SELECT string_agg(d.definition, '; ' ORDER BY d.definition) FROM (
            SELECT concat_ws(' ', i.is_unique, i.definition, i.constraint_def) AS definition FROM partition_tools_internal.leaf_indexes(p_relid, NULL) AS i) AS d),
        (SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), '; ' ORDER BY k.conname) FROM pg_constraint AS k WHERE k.conrelid = p_relid AND k.contype = 'c'),
        (SELECT string_agg(concat_ws(' ', quote_ident(a.attname), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)), '; ' ORDER BY a.attname)
           FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_shape(oid) IS
    'Indexes, CHECK constraints, NOT NULL and defaults of a table or a partition, in words that are the same where they are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.fill_directly(
    p_job partition_tools_internal.job, p_default oid, p_targets partition_tools_internal.leaf[])
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    v_new     partition_tools_internal.leaf[] := '{}';
    v_grants  json := partition_tools_internal.swap_grants(ARRAY(SELECT (p_default, t.name, t.lower_text, t.upper_text, t.is_default, p_default, t.tablespace, t.with_param)::partition_tools_internal.leaf FROM unnest(p_targets) AS t LIMIT 1));
    v_columns text := partition_tools_internal.stage_columns(p_job.table_oid);
    v_ranges  text;
    v_default partition_tools_internal.leaf;
    v_rest    text;
    v_rows    bigint;
    v_left    bigint;
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        IF NOT t.is_default THEN
            v_new := v_new || t;
        END IF;
    END LOOP;
    v_ranges := partition_tools_internal.ranges_predicate(partition_tools_internal.key_column(p_job.table_oid), partition_tools_internal.key_type_name(p_job.table_oid),
                                                          partition_tools_internal.leaf_ranges(v_new));
    v_default := partition_tools_internal.swap_default_out(p_job);
    PERFORM partition_tools_internal.swap_add(p_job, v_new, true);
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s WHERE %s', p_job.table_oid::regclass, v_columns, p_default::regclass, v_ranges);
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    -- What stays is written anew, so that the partition is as small as what it holds.
    v_rest := partition_tools_internal.stage_create(p_job, 'rest', p_job.table_oid, ') WITH (appendonly = false)', '')::regclass::text;
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s WHERE (%s) IS NOT TRUE', v_rest, v_columns, p_default::regclass, v_ranges);
    GET DIAGNOSTICS v_left = ROW_COUNT;
    EXECUTE format('TRUNCATE %s', p_default::regclass);
    IF v_left > 0 THEN
        EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s', p_default::regclass, v_columns, v_rest);
    END IF;
    EXECUTE format('DROP TABLE %s', v_rest);
    EXECUTE format('ANALYZE %s', p_default::regclass);
    PERFORM partition_tools_internal.swap_default_in(p_job, v_default, NULL);
    v_new := ARRAY(SELECT (b.relid, n.name, n.lower_text, n.upper_text, false, n.template, n.tablespace, n.with_param)::partition_tools_internal.leaf
                     FROM unnest(v_new) AS n JOIN partition_tools_internal.partition_bounds(p_job.table_oid) AS b ON b.name = n.name);
    FOREACH t IN ARRAY v_new LOOP
        EXECUTE format('ANALYZE %s', t.relid::regclass);
    END LOOP;
    PERFORM partition_tools_internal.swap_privileges(v_new, v_grants);
    PERFORM partition_tools_internal.analyze_root(p_job.table_oid);
    RETURN v_rows + v_left;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fill_directly(partition_tools_internal.job, oid, partition_tools_internal.leaf[]) IS
    'Adds new partitions and lets the table route the rows of its default partition to them; returns how many rows were written. The caller holds ACCESS EXCLUSIVE on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_columns(p_table oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_columns(oid) IS 'The columns of a table, as INSERT wants them.';
