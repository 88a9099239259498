CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_unite(p_relids oid[], p_properties partition_tools_internal.leaf_property[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN QUERY
    WITH source AS (
        SELECT p.relid, p.kind, p.name, p.definition, p.details, k.ordinal, k.several, s.n, partition_tools_internal.leaf_identity(p) AS identity,
               -- As weak as the weakest: rows of that one have never been looked at.
               bool_and((p.details ->> 'validated')::boolean) OVER (PARTITION BY p.kind, p.definition) AS validated
          FROM unnest(p_properties) AS p
          JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind
          JOIN unnest(p_relids) WITH ORDINALITY AS s(relid, n) ON s.relid = p.relid
    ), taken AS (
        SELECT DISTINCT ON (s.kind, s.identity) s.*
          FROM source AS s
         WHERE CASE s.several
                   WHEN 'united' THEN true
                   WHEN 'first' THEN true
                   WHEN 'greatest' THEN true
                   WHEN 'all' THEN s.n = 1 AND NOT EXISTS (SELECT FROM unnest(p_relids) AS r
                                                            WHERE NOT EXISTS (SELECT FROM source AS o WHERE o.relid = r AND o.kind = s.kind AND o.definition = s.definition))
                   ELSE s.n = 1 END
         ORDER BY s.kind, s.identity, CASE s.several WHEN 'greatest' THEN s.definition::int END DESC, s.n
    )
    SELECT t.relid, t.kind, t.name, t.definition, CASE WHEN t.validated IS NULL THEN t.details ELSE t.details || jsonb_build_object('validated', t.validated) END
      FROM taken AS t ORDER BY t.ordinal, t.n, t.details -> 'twin', t.details -> 'number', t.name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_unite(oid[], partition_tools_internal.leaf_property[]) IS
    'What one table is to have that takes the place of several, the first of which is its template: by the rule of each kind (leaf_kinds, several).';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_identity(p_property partition_tools_internal.leaf_property)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Indexes and statistics are what they do, whatever they are called; of two that do the same, the first is the first.
    RETURN CASE WHEN p_property.details ? 'twin' THEN format('%s #%s', p_property.definition, p_property.details ->> 'twin')
                WHEN p_property.kind IN ('grant', 'not null') THEN p_property.definition ELSE coalesce(p_property.name, '') END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_identity(partition_tools_internal.leaf_property) IS
    'By what a property is known among those of its kind: two tables may call the same thing differently.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_conflicts(p_relids oid[])
RETURNS TABLE (code text, kind text, name text, definition text, has oid, lacks oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing can conflict in one.
    IF coalesce(cardinality(p_relids), 0) < 2 THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH property AS (
        SELECT s.n, k.conflict, k.several, p.*
          FROM partition_tools_internal.leaf_properties(p_relids, ARRAY(SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE k.conflict IN ('PP027', 'PP028'))) AS p
          JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind JOIN unnest(p_relids) WITH ORDINALITY AS s(relid, n) ON s.relid = p.relid
         -- An index of the table is on all of its partitions.
         WHERE NOT p.details ? 'of'
    ), uneven AS (
        SELECT p.conflict, p.kind, p.definition, min(p.name) AS name, min(p.details ->> 'condition') AS condition, array_agg(p.relid ORDER BY p.n) AS relids
          FROM property AS p WHERE p.several <> 'united' GROUP BY p.conflict, p.kind, p.definition HAVING count(DISTINCT p.relid) < cardinality(p_relids)
    )
    SELECT u.conflict, u.kind, u.name, u.definition, u.relids[1],
           (SELECT p.relid FROM unnest(p_relids) WITH ORDINALITY AS p(relid, n) WHERE p.relid <> ALL (u.relids) ORDER BY p.n LIMIT 1)
      FROM uneven AS u
     -- What the bounds imply, nobody needs after them.
     WHERE u.condition IS NULL OR NOT (SELECT bool_and(partition_tools_internal.bounds_imply(r, u.condition)) FROM unnest(u.relids) AS r)
    UNION ALL
    -- What is united conflicts where one name has two meanings.
    SELECT a.conflict, a.kind, a.name, NULL, a.relid, b.relid
      FROM property AS a JOIN property AS b ON b.kind = a.kind AND b.name = a.name AND b.relid > a.relid AND b.definition <> a.definition
     WHERE a.several = 'united'
     ORDER BY 1, 2, 3, 4;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_conflicts(oid[]) IS
    'In what partitions differ that are to become one, and cannot: PP028 for what one demands of its rows, which those of the other need not satisfy; PP027 for everything else.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_united(p_relids oid[])
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(DISTINCT u.words, ', ')
          FROM (SELECT k.words
                  FROM partition_tools_internal.leaf_kinds() AS k
                 CROSS JOIN LATERAL partition_tools_internal.leaf_properties(p_relids, ARRAY[k.kind]) AS p
                 WHERE k.several = 'united' AND NOT p.details ? 'of'
                 GROUP BY k.words, CASE WHEN p.details ? 'twin' THEN p.definition ELSE p.name END HAVING count(DISTINCT p.relid) < cardinality(p_relids)) AS u);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_united(oid[]) IS
    'Kinds of properties that only some of several partitions have, and that the partition they become will have; NULL where there are none.';
