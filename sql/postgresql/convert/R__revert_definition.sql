CREATE OR REPLACE FUNCTION partition_tools_internal.revert_differences(p_job_id bigint)
RETURNS TABLE (finding text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root   oid := partition_tools_internal.convert_root(p_job_id);
    v_kept   oid := partition_tools_internal.kept_table(p_job_id);
    v_column name := coalesce(partition_tools_internal.key_column(v_root), partition_tools_internal.key_column(v_kept));
    v_kinds  text[] := '{check,not null,unique index,index,statistics,foreign key}';
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conrelid = v_kept AND c.contype = 'f')
       AND (partition_tools_internal.unproven(v_kept) IS NOT NULL OR (SELECT x.capture IS DISTINCT FROM 'key' FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id)) THEN
        -- Its foreign keys have been taken off while it is kept, and come back with it as they are now.
        v_kinds := array_remove(v_kinds, 'foreign key');
    END IF;
    RETURN QUERY
    WITH p AS (
        SELECT p.relid = v_root AS now, p.kind, k.words, CASE WHEN p.kind IN ('index', 'unique index', 'statistics') THEN '' ELSE p.name END AS name,
               -- Of a unique key the partition column is left out on both sides: a conversion adds it, or takes it away.
               CASE WHEN p.kind = 'unique index' THEN coalesce(partition_tools_internal.key_narrowed(p.definition, v_column), p.definition)
                    -- A partitioned table cannot have it.
                    WHEN p.kind = 'check' THEN regexp_replace(p.definition, ' NO INHERIT$', '') ELSE p.definition END AS definition
          FROM partition_tools_internal.leaf_properties(ARRAY[v_root, v_kept], v_kinds) AS p JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind
         WHERE NOT (p.kind = 'not null' AND p.name = v_column) AND p.name !~ '^partition_tools_j[0-9]+_digest$'
    ), t AS (
        SELECT p.tgrelid = v_root AS now, p.tgname::text AS name, d.before || d.after AS definition
          FROM pg_trigger AS p, LATERAL partition_tools_internal.leaf_triggers(ARRAY[p.tgrelid]) AS d
         WHERE p.tgrelid IN (v_root, v_kept) AND d.name = p.tgname
    )
    SELECT format(CASE WHEN d.now THEN 'it has %s that the plain table has not: %s' ELSE 'the plain table has %s that it has not: %s' END, d.words, concat_ws(' ', nullif(d.name, ''), d.definition))
      FROM ((SELECT now, words, name, definition, n FROM (SELECT p.*, row_number() OVER (PARTITION BY p.now, p.kind, p.name, p.definition) AS n FROM p) AS a
             WHERE NOT EXISTS (SELECT FROM (SELECT p.*, row_number() OVER (PARTITION BY p.now, p.kind, p.name, p.definition) AS n FROM p) AS b
                                WHERE b.now <> a.now AND b.kind = a.kind AND b.name = a.name AND b.definition = a.definition AND b.n = a.n))) AS d
    UNION ALL
    SELECT format('trigger %I is another one now', a.name) FROM t AS a JOIN t AS b ON b.name = a.name AND b.definition <> a.definition AND NOT b.now WHERE a.now;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_differences(bigint) IS
    'What has been changed in the definition of a table since it was converted, and could not be given in a moment to the one that is kept: constraints, indexes, statistics. The rest is taken over.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_definition(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    v_kept oid := partition_tools_internal.kept_table(p_job_id);
    v_findings text := (SELECT string_agg(f.finding, E'\n' ORDER BY f.finding) FROM partition_tools_internal.revert_differences(p_job_id) AS f);
BEGIN
    IF v_findings IS NOT NULL AND partition_tools_internal.setting('revert_definition', 'refuse') <> 'accept' THEN
        RAISE EXCEPTION 'the definition of % has changed since it was converted, and the change would be lost', v_root::regclass
            USING ERRCODE = 'PP091', DETAIL = v_findings,
                  HINT = format('Make the same change to %s, which is kept, or undo it; then CALL partition_tools.revert(%s) again. SET partition_tools.revert_definition = ''accept'' gives it up.', v_kept::regclass, p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_definition(bigint) IS
    'PP091 where the way back would lose changes of a table''s definition, with all of them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_taken(p_job_id bigint)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_kinds constant text[] := '{owner,statistics target,column option,default,comment,grant,row security,trigger}';
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    v_kept oid := partition_tools_internal.kept_table(p_job_id);
    v_wanted partition_tools_internal.leaf_property[] := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[v_root], c_kinds) AS p);
    v_has    partition_tools_internal.leaf_property[] := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[v_kept], c_kinds) AS p);
BEGIN
    RETURN partition_tools_internal.leaf_statements(v_kept, v_kept::regclass::text, v_wanted, c_kinds, v_has)
        || ARRAY(SELECT format('DROP TRIGGER %I ON %s', h.name, v_kept::regclass) FROM unnest(v_has) AS h
                  WHERE h.kind = 'trigger' AND h.name NOT IN (SELECT w.name FROM unnest(v_wanted) AS w WHERE w.kind = 'trigger') ORDER BY h.name)
        || ARRAY(SELECT format('ALTER TABLE %s %s ROW LEVEL SECURITY', v_kept::regclass, CASE h.name WHEN 'FORCE' THEN 'NO FORCE' ELSE 'DISABLE' END) FROM unnest(v_has) AS h
                  WHERE h.kind = 'row security' AND h.name NOT IN (SELECT w.name FROM unnest(v_wanted) AS w WHERE w.kind = 'row security') ORDER BY h.name)
        || ARRAY(SELECT format('DROP POLICY %I ON %s', p.name, v_kept::regclass) FROM partition_tools_internal.revert_policies(v_kept, v_root) AS p ORDER BY p.name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_taken(bigint) IS
    'Statements that give the table that is kept what has changed on the one that takes its place again, and what takes no time: owner, privileges, comments, defaults, options, row security, triggers and their states.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_policies(p_of oid, p_not_of oid)
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Their texts name their table where they read it, which has another name meanwhile.
    RETURN QUERY
        SELECT p.* FROM partition_tools_internal.leaf_properties(ARRAY[p_of], '{policy}') AS p
         WHERE NOT EXISTS (SELECT FROM partition_tools_internal.leaf_properties(ARRAY[p_not_of], '{policy}') AS o WHERE o.name = p.name AND o.definition = p.definition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_policies(oid, oid) IS
    'The row security policies of one table that another has not, or has otherwise.';
