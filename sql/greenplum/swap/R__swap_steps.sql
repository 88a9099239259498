CREATE OR REPLACE FUNCTION partition_tools_internal.swap_in_place(
    p_table oid, p_source partition_tools_internal.leaf, p_target partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_names json;
    r record;
BEGIN
    -- The name of an index that a job has built ends with the oid of the one it was built after.
    SELECT json_object_agg(n.indexrelid, o.relname) INTO v_names
      FROM pg_index n JOIN pg_class i ON i.oid = n.indexrelid
      JOIN pg_class o ON o.oid::text = substring(i.relname FROM '_i([0-9]+)$')
      JOIN pg_index x ON x.indexrelid = o.oid AND x.indrelid = p_source.relid
     WHERE n.indrelid = p_target.relid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = n.indexrelid);
    PERFORM partition_tools_internal.exchange(p_table, p_source.relid, p_target.relid);
    EXECUTE format('DROP TABLE %s', p_source.relid::regclass);
    FOR r IN SELECT e.key::oid::regclass AS index, e.value AS name FROM json_each_text(coalesce(v_names, '{}')) AS e LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', r.index, r.name);
    END LOOP;
    IF p_target.name <> p_source.name THEN
        EXECUTE format('ALTER TABLE %s RENAME %s TO %s', p_table::regclass, partition_tools_internal.partition_reference(p_target.relid), partition_tools_internal.partition_quoted(p_target.name));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_in_place(oid, partition_tools_internal.leaf, partition_tools_internal.leaf) IS
    'Replaces a partition by another with the same bounds; its indexes keep their names.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_default_out(p_job partition_tools_internal.job)
RETURNS partition_tools_internal.leaf
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d partition_tools_internal.leaf;
BEGIN
    d := partition_tools_internal.default_partition(p_job.table_oid);
    IF d.relid IS NOT NULL THEN
        -- No partition can be added beside a default one. An empty one takes its place; it can be dropped, or cut in no time.
        PERFORM partition_tools_internal.exchange(p_job.table_oid, d.relid, partition_tools_internal.stage_empty(p_job, p_job.table_oid));
    ELSE
        -- One partition must remain while others are dropped.
        EXECUTE format('ALTER TABLE %s ADD DEFAULT PARTITION %I', p_job.table_oid::regclass, partition_tools_internal.stage_name(p_job.job_id, 'default'));
    END IF;
    RETURN d;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_default_out(partition_tools_internal.job) IS
    'Makes the default partition of a job''s table an empty one, and returns the real one, now a table on its own; NULL where there was none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_partition(p_table oid)
RETURNS partition_tools_internal.leaf
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d partition_tools_internal.leaf;
BEGIN
    SELECT r.parchildrelid, CASE WHEN r.parname = '' THEN c.relname ELSE r.parname END, true INTO d.relid, d.name, d.is_default
      FROM pg_partition AS p JOIN pg_partition_rule AS r ON r.paroid = p.oid JOIN pg_class AS c ON c.oid = r.parchildrelid
     WHERE p.parrelid = p_table AND p.parlevel = 0 AND NOT p.paristemplate AND r.parisdefault;
    RETURN d;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_partition(oid) IS
    'The default partition of a table, without the bounds of the others being read; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_empty(p_job partition_tools_internal.job, p_like oid)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relid oid := partition_tools_internal.stage_create(p_job, 'empty', p_like, ' INCLUDING INDEXES) WITH (appendonly = false)', '');
BEGIN
    EXECUTE format('ALTER TABLE %s OWNER TO %I', v_relid::regclass, (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = p_job.table_oid));
    RETURN v_relid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_empty(partition_tools_internal.job, oid) IS
    'An empty table that a partition can be exchanged for: with the indexes and constraints of p_like, the table or the partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_out(
    p_job partition_tools_internal.job, p_leaves partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- The last first: so those before it keep their ranks.
    c_drops constant text := (SELECT string_agg(format('DROP PARTITION FOR (RANK(%s))', o.rank), ', ' ORDER BY o.rank DESC)
                                FROM (SELECT r.parchildrelid, rank() OVER (ORDER BY r.parruleord) FROM pg_partition AS p JOIN pg_partition_rule AS r ON r.paroid = p.oid
                                       WHERE p.parrelid = p_job.table_oid AND p.parlevel = 0 AND NOT p.paristemplate AND NOT r.parisdefault) AS o
                               WHERE o.parchildrelid IN (SELECT l.relid FROM unnest(p_leaves) AS l));
BEGIN
    IF c_drops IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s %s', p_job.table_oid::regclass, c_drops);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_out(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'Drops partitions.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_add(
    p_job partition_tools_internal.job, p_leaves partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_table  constant regclass := p_job.table_oid::regclass;
    v_adds   text[] := partition_tools_internal.add_clauses(p_job.table_oid, p_leaves);
    v_first  int;
    v_beside text;
BEGIN
    IF NOT partition_tools_internal.has_ranges(p_job.table_oid) THEN
        -- The last partition cannot be dropped, so the empty default one is cut before it goes.
        v_first := partition_tools_internal.first_bounded(p_leaves);
        IF v_first IS NULL THEN
            RAISE EXCEPTION 'all partitions of % would be replaced by open ones', c_table
                USING ERRCODE = 'PP021', HINT = 'Let one of the new partitions have both bounds.';
        END IF;
        EXECUTE partition_tools_internal.split_statement(p_job.table_oid, p_leaves[v_first]);
        IF (p_leaves[v_first]).relid IS NOT NULL THEN
            -- It will be exchanged, however it is stored.
            v_adds[v_first] := NULL;
        ELSE
            -- What was cut off the empty default partition is stored like that. While it is made anew, another one has to be there.
            v_beside := partition_tools_internal.partition_quoted(partition_tools_internal.stage_name(p_job.job_id, 'beside'));
            v_adds := ARRAY[format('ADD PARTITION %s START (%L::%s) INCLUSIVE', v_beside, (p_leaves[v_first]).upper_text, partition_tools_internal.key_type_name(p_job.table_oid)),
                            format('DROP PARTITION %s', partition_tools_internal.partition_quoted((p_leaves[v_first]).name)), v_adds[v_first], 'DROP PARTITION ' || v_beside]
                      || v_adds[1 : v_first - 1] || v_adds[v_first + 1 : cardinality(v_adds)];
        END IF;
    END IF;
    -- One statement: each one is a round through all segments, besides those of what it does.
    EXECUTE format('ALTER TABLE %s %s', c_table, array_to_string('DROP DEFAULT PARTITION'::text || v_adds, ', '));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_add(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'Drops the empty default partition and adds new, empty ones: as they are to be, or, where there is a table that they are to be exchanged for, in any way.';

CREATE OR REPLACE FUNCTION partition_tools_internal.has_ranges(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_partition AS p JOIN pg_partition_rule AS r ON r.paroid = p.oid WHERE p.parrelid = p_table AND NOT p.paristemplate AND NOT r.parisdefault);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.has_ranges(oid) IS 'Whether a table has partitions other than the default one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.first_bounded(p_leaves partition_tools_internal.leaf[])
RETURNS int
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT min(n) FROM generate_subscripts(p_leaves, 1) AS n WHERE (p_leaves[n]).lower_text IS NOT NULL AND (p_leaves[n]).upper_text IS NOT NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.first_bounded(partition_tools_internal.leaf[]) IS
    'Which of some partitions is the first that is open on no side; NULL where none is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.split_statement(p_table oid, p_leaf partition_tools_internal.leaf)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('ALTER TABLE %s SPLIT DEFAULT PARTITION %s INTO (PARTITION %s, DEFAULT PARTITION)', p_table::regclass,
                  (partition_tools_internal.bounds_clauses(p_table, ARRAY[p_leaf]))[1], partition_tools_internal.partition_quoted(p_leaf.name));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.split_statement(oid, partition_tools_internal.leaf) IS
    'The statement that cuts a partition with both bounds off the default partition, stored like that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.add_clauses(p_table oid, p_leaves partition_tools_internal.leaf[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_bounds  text[] := partition_tools_internal.bounds_clauses(p_table, p_leaves);
    v_clauses text[] := '{}';
    v_storage text;
    v_before  partition_tools_internal.leaf;
    l partition_tools_internal.leaf;
BEGIN
    FOREACH l IN ARRAY p_leaves LOOP
        IF l.relid IS NULL AND (v_storage IS NULL OR l.template <> v_before.template OR l.with_param IS DISTINCT FROM v_before.with_param) THEN
            v_storage := partition_tools_internal.storage_clause(l.template, l.with_param);
            v_before := l;
        END IF;
        v_clauses := v_clauses || concat_ws(' ', CASE WHEN l.is_default THEN 'ADD DEFAULT PARTITION' ELSE 'ADD PARTITION' END, partition_tools_internal.partition_quoted(l.name),
            v_bounds[cardinality(v_clauses) + 1],
            -- A heap is made in a third of the time of an append-only table.
            CASE WHEN l.relid IS NOT NULL THEN 'WITH (appendonly = false)'
                 ELSE v_storage || format(' TABLESPACE %I', l.tablespace) END);
    END LOOP;
    RETURN v_clauses;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.add_clauses(oid, partition_tools_internal.leaf[]) IS
    'New partitions as ALTER TABLE wants them, in their order; those that there is a table for, in any storage.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_in(p_table oid, p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_empty oid[];
BEGIN
    SELECT array_agg(r.parchildrelid) INTO v_empty
      FROM unnest(p_targets) AS u
      JOIN pg_partition_rule r ON r.parname = u.name JOIN pg_partition p ON p.oid = r.paroid
     WHERE u.relid IS NOT NULL AND p.parrelid = p_table AND NOT p.paristemplate;
    IF v_empty IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE %s %s', p_table::regclass, (
        SELECT string_agg(format('EXCHANGE PARTITION %s WITH TABLE %s WITHOUT VALIDATION', partition_tools_internal.partition_quoted(u.name), u.relid::regclass), ', ')
          FROM unnest(p_targets) AS u WHERE u.relid IS NOT NULL));
    EXECUTE format('DROP TABLE %s', (SELECT string_agg(e::regclass::text, ', ') FROM unnest(v_empty) AS e));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_in(oid, partition_tools_internal.leaf[]) IS
    'Exchanges new, empty partitions for the tables with their rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_default_in(
    p_job partition_tools_internal.job, p_default partition_tools_internal.leaf, p_rest oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_empty oid;
BEGIN
    IF p_default.relid IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE %s ADD DEFAULT PARTITION %s WITH (appendonly = false)', p_job.table_oid::regclass, partition_tools_internal.partition_quoted(p_default.name));
    v_empty := (partition_tools_internal.default_partition(p_job.table_oid)).relid;
    PERFORM partition_tools_internal.exchange(p_job.table_oid, v_empty, coalesce(p_rest, p_default.relid));
    EXECUTE format('DROP TABLE %s', v_empty::regclass);
    IF p_rest IS NOT NULL THEN
        EXECUTE format('DROP TABLE %s', p_default.relid::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_default_in(partition_tools_internal.job, partition_tools_internal.leaf, oid) IS
    'Gives a table its default partition back: the one that was put aside, or p_rest in its place.';
