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
       -- One partition at least has to be there while the default one is made anew.
       AND (partition_tools_internal.first_bounded(p_targets) IS NOT NULL OR partition_tools_internal.has_ranges(p_table))
       -- A partition that is added gets what the table has. Where the default partition has anything else, new ones are built like it.
       AND NOT EXISTS (SELECT FROM unnest(p_targets) AS t JOIN pg_class AS c ON c.oid = v_from
                        WHERE t.tablespace <> partition_tools_internal.tablespace_name(0) OR c.reltablespace <> 0 OR t.template <> v_from OR t.with_param IS NOT NULL)
       AND obj_description(v_from, 'pg_class') IS NULL
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
                        WHERE e.attrelid = v_from AND NOT e.attoptions <@ (coalesce(c.reloptions, '{}') || '{blocksize=32768}'::text[] || CASE
                                  WHEN current_setting('gp_default_storage_options') !~ 'compresstype=none' THEN '{}'::text[]
                                  WHEN array_to_string(c.reloptions, ',') !~ 'compresstype=' THEN '{compresstype=none,compresslevel=0}'
                                  WHEN array_to_string(c.reloptions, ',') !~ 'compresslevel=' THEN '{compresslevel=1}' ELSE '{}' END))
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

CREATE OR REPLACE FUNCTION partition_tools_internal.fills_by_cuts(p_targets partition_tools_internal.leaf[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Each writes the default partition anew, which takes as long as adding four partitions.
    RETURN (SELECT count(*) <= 2 AND bool_and(t.lower_text IS NOT NULL AND t.upper_text IS NOT NULL) FROM unnest(p_targets) AS t WHERE NOT t.is_default);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fills_by_cuts(partition_tools_internal.leaf[]) IS
    'Whether new partitions are so few that each is cut off a small default partition sooner than all are added.';

CREATE OR REPLACE FUNCTION partition_tools_internal.fill_aside(p_job partition_tools_internal.job, p_default oid, p_targets partition_tools_internal.leaf[])
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    c_aside   constant text := partition_tools_internal.stage_text(p_job, 'aside');
    c_columns constant text := partition_tools_internal.stage_columns(p_job.table_oid);
    v_rows    bigint;
BEGIN
    IF partition_tools_internal.fills_by_cuts(p_targets) THEN
        EXECUTE format('SELECT count(*) FROM ONLY %s', p_default::regclass) INTO v_rows;
        RETURN v_rows;
    END IF;
    EXECUTE format('CREATE TABLE %s (LIKE %s) WITH (appendonly = false) %s', c_aside, p_job.table_oid::regclass, pg_get_table_distributedby(p_job.table_oid));
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM ONLY %s', c_aside, c_columns, p_default::regclass);
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fill_aside(partition_tools_internal.job, oid, partition_tools_internal.leaf[]) IS
    'Copies the rows of a small default partition to a table aside, where fill_statements needs that, and returns how many they are. The caller has locked out writers.';

CREATE OR REPLACE FUNCTION partition_tools_internal.fill_statements(p_job partition_tools_internal.job, p_targets partition_tools_internal.leaf[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_table   constant text := p_job.table_oid::regclass;
    c_aside   constant text := partition_tools_internal.stage_text(p_job, 'aside');
    c_columns constant text := partition_tools_internal.stage_columns(p_job.table_oid);
    v_adds    text[] := partition_tools_internal.add_clauses(p_job.table_oid, p_targets);
    v_split   text[] := '{}';
    v_except  text := '';
    v_first   int;
BEGIN
    IF partition_tools_internal.fills_by_cuts(p_targets) THEN
        RETURN ARRAY(SELECT partition_tools_internal.split_statement(p_job.table_oid, t) FROM unnest(p_targets) AS t WHERE NOT t.is_default);
    ELSIF NOT partition_tools_internal.has_ranges(p_job.table_oid) THEN
        -- One partition has to stay while the default one goes, and beside that none can be added. Its rows go with it.
        v_first := partition_tools_internal.first_bounded(p_targets);
        v_adds[v_first] := NULL;
        v_split := ARRAY[partition_tools_internal.split_statement(p_job.table_oid, p_targets[v_first])];
        v_except := format(' WHERE %s IS NOT TRUE', partition_tools_internal.range_predicate(partition_tools_internal.key_column(p_job.table_oid),
                               partition_tools_internal.key_type_name(p_job.table_oid), (p_targets[v_first]).lower_text, (p_targets[v_first]).upper_text));
    END IF;
    RETURN v_split || ARRAY[
        -- One statement: each one is a round through all segments, besides those of what it does.
        format('ALTER TABLE %s %s', c_table, array_to_string('DROP DEFAULT PARTITION'::text || v_adds, ', ')),
        format('INSERT INTO %s (%s) SELECT %2$s FROM %s%s', c_table, c_columns, c_aside, v_except),
        format('DROP TABLE %s', c_aside)];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fill_statements(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'What puts new partitions, a new default one among them, in the place of the default partition, whose rows are aside, and lets the table route these to them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.fill_directly(
    p_job partition_tools_internal.job, p_targets partition_tools_internal.leaf[], p_statements text[], p_grants json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    v_statement text;
    v_leaves    partition_tools_internal.leaf[];
    v_relids    oid[];
BEGIN
    FOREACH v_statement IN ARRAY p_statements LOOP
        EXECUTE v_statement;
    END LOOP;
    v_leaves := partition_tools_internal.leaves_made(p_job.table_oid, p_targets);
    v_relids := ARRAY(SELECT l.relid FROM unnest(v_leaves) AS l);
    -- Of those that have rows.
    v_relids := ARRAY(SELECT b.relid FROM partition_tools_internal.relations_bytes(v_relids) AS b WHERE b.bytes > 0);
    PERFORM partition_tools_internal.analyze_relations(v_relids);
    PERFORM partition_tools_internal.swap_privileges(v_leaves, p_grants);
    PERFORM partition_tools_internal.analyze_root(p_job.table_oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fill_directly(partition_tools_internal.job, partition_tools_internal.leaf[], text[], json) IS
    'Executes fill_statements, and gives the new partitions statistics, and the privileges of the default one. The caller holds ACCESS EXCLUSIVE on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_made(p_table oid, p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Names of partitions are unique in their table; one may have none.
    RETURN coalesce(ARRAY(SELECT (coalesce(t.relid, r.parchildrelid), t.name, t.lower_text, t.upper_text, t.is_default, t.template, t.tablespace, t.with_param)::partition_tools_internal.leaf
                            FROM unnest(p_targets) AS t
                            LEFT JOIN (SELECT u.parname, u.parchildrelid FROM pg_partition AS p JOIN pg_partition_rule AS u ON u.paroid = p.oid
                                        WHERE p.parrelid = p_table AND p.parlevel = 0 AND NOT p.paristemplate) AS r ON r.parname = t.name), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_made(oid, partition_tools_internal.leaf[]) IS
    'Targets that are partitions of a table now, with their relations.';
