CREATE OR REPLACE FUNCTION partition_tools_internal.property_conflicts(p_relids oid[])
RETURNS TABLE (code text, kind text, name text, definition text, has oid, lacks oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing can conflict in one.
    IF cardinality(p_relids) < 2 THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH trait AS (
        SELECT s.relid, s.n, t.* FROM unnest(p_relids) WITH ORDINALITY AS s(relid, n), partition_tools_internal.leaf_traits(s.relid) AS t
    ), uneven AS (
        SELECT t.kind, t.definition, min(t.name) AS name, min(t.condition) AS condition, array_agg(t.relid ORDER BY t.n) AS relids
          FROM trait AS t GROUP BY t.kind, t.definition HAVING count(DISTINCT t.relid) < cardinality(p_relids)
    )
    SELECT CASE WHEN u.condition IS NOT NULL OR u.kind IN ('foreign key', 'NOT NULL', 'unique index') THEN 'PP028' ELSE 'PP027' END,
           u.kind, u.name, u.definition, u.relids[1],
           (SELECT p.relid FROM unnest(p_relids) WITH ORDINALITY AS p(relid, n) WHERE p.relid <> ALL (u.relids) ORDER BY p.n LIMIT 1)
      FROM uneven AS u
     -- What the bounds imply, nobody needs after them.
     WHERE u.condition IS NULL OR NOT (SELECT bool_and(partition_tools_internal.bounds_imply(r, u.condition)) FROM unnest(u.relids) AS r)
    UNION ALL
    SELECT 'PP027', 'policy', a.polname::text, NULL, a.polrelid, b.polrelid
      FROM pg_policy AS a JOIN pg_policy AS b ON b.polname = a.polname AND b.polrelid = ANY (p_relids) AND b.polrelid > a.polrelid
     WHERE a.polrelid = ANY (p_relids) AND partition_tools_internal.policy_definition(a.oid) <> partition_tools_internal.policy_definition(b.oid)
     ORDER BY 1, 2, 3, 4;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.property_conflicts(oid[]) IS
    'In what partitions differ that are to become one, and cannot: PP028 for what one demands of its rows, which those of the other need not satisfy; PP027 for everything else.';

CREATE OR REPLACE FUNCTION partition_tools_internal.property_conflict_text(
    p_kind text, p_name text, p_definition text, p_has oid, p_lacks oid, p_target text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_kind
        WHEN 'owner' THEN format('%s belongs to %s, and %s does not', p_has::regclass, quote_ident(p_definition), p_lacks::regclass)
        WHEN 'grant' THEN format('%s has the privilege %s, and %s has not', p_has::regclass, p_definition, p_lacks::regclass)
        WHEN 'policy' THEN format('policy %I is another on %s than on %s', p_name, p_has::regclass, p_lacks::regclass)
        WHEN 'replica identity' THEN format('%s has REPLICA IDENTITY %s, and %s has not', p_has::regclass, p_definition, p_lacks::regclass)
        WHEN 'default' THEN format('%s has the default %s, and %s has not', p_has::regclass, p_definition, p_lacks::regclass)
        WHEN 'NOT NULL' THEN format('column %I of %s is NOT NULL, and that of %s is not', p_name, p_has::regclass, p_lacks::regclass)
        WHEN 'trigger' THEN format('trigger %I of %s is not so on %s', p_name, p_has::regclass, p_lacks::regclass)
        ELSE format('%s %I of %s is not on %s', p_kind, p_name, p_has::regclass, p_lacks::regclass) END || format(', and both go to %s', p_target);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.property_conflict_text(text, text, text, oid, oid, text) IS
    'A conflict of two partitions in words.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_properties(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    SELECT c.*, count(*) OVER () AS total, partition_tools_internal.property_conflict_text(c.kind, c.name, c.definition, c.has, c.lacks, quote_ident(t.value ->> 'name')) AS text INTO r
      FROM partition_tools_internal.job AS j
     CROSS JOIN LATERAL json_array_elements(j.spec -> 'targets') AS t
     CROSS JOIN LATERAL partition_tools_internal.property_conflicts(partition_tools_internal.job_range_sources(
                            p_job_id, j.table_oid, t.value ->> 'lower', t.value ->> 'upper', (t.value ->> 'default')::boolean)) AS c
     WHERE j.job_id = p_job_id LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    ELSIF r.code = 'PP028' THEN
        RAISE EXCEPTION '%', r.text
            USING ERRCODE = 'PP028', DETAIL = format('Rows of %s need not satisfy %s; the bounds of %s do not imply it. %s such differences.', r.lacks::regclass, r.definition, r.has::regclass, r.total),
                  HINT = format('Add it to %s, too, or drop it from %s.', r.lacks::regclass, r.has::regclass);
    END IF;
    RAISE EXCEPTION '%', r.text
        USING ERRCODE = 'PP027', DETAIL = format('Partitions that become one must agree in it, lest it be lost, or bind rows that it was not meant for. %s such differences.', r.total),
              HINT = format('Give %s and %s the same, or take it away from both.', r.has::regclass, r.lacks::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_properties(bigint) IS
    'Refuses, with PP027 or PP028, sources that are to become one partition and contradict each other.';
