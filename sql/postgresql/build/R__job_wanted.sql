CREATE OR REPLACE FUNCTION partition_tools_internal.job_wanted(
    p_target partition_tools_internal.job_target, p_kinds text[], p_known partition_tools_internal.leaf_property[] DEFAULT NULL)
RETURNS partition_tools_internal.leaf_property[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    j partition_tools_internal.job;
    v_sources oid[] := partition_tools_internal.target_sources(p_target);
    v_known   partition_tools_internal.leaf_property[] := p_known;
    v_wanted  partition_tools_internal.leaf_property[];
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_target.job_id;
    IF v_known IS NULL THEN
        v_known := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(v_sources || j.table_oid, p_kinds) AS p);
    END IF;
    v_wanted := ARRAY(
        SELECT u FROM partition_tools_internal.leaf_unite(v_sources, ARRAY(
                SELECT p
                  FROM unnest(v_known) AS p JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind
                 WHERE p.kind = ANY (p_kinds)
                   -- A new partition gets from its table what ATTACH does not bring. Restored rows would be read then, under the lock.
                   AND (p.relid <> j.table_oid OR k.of_table OR j.action IN ('convert', 'unpartition') OR j.action = 'restore' AND p.kind = 'foreign key')
                   AND (k.kind <> 'index' OR p.relid = p_target.template OR partition_tools_internal.index_on_top(p_target.job_id, p)))) AS u
         -- The comment on a partition is about this one: those that are cut from it do not inherit it.
         WHERE u.kind <> 'comment' OR u.name <> 'TABLE' OR partition_tools_internal.target_keeps_name(p_target, p_target.template));
    IF j.action = 'convert' THEN
        -- The new table has its indexes already, as it can have them.
        v_wanted := ARRAY(SELECT w FROM unnest(v_wanted) AS w WHERE w.kind NOT IN ('index', 'unique index', 'cluster'))
                    || ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[partition_tools_internal.convert_root(j.job_id)],
                                 ARRAY(SELECT k FROM unnest(p_kinds) AS k WHERE k IN ('index', 'unique index'))) AS p);
    ELSIF j.action = 'unpartition' THEN
        v_wanted := ARRAY(SELECT w FROM unnest(partition_tools_internal.unpartition_wanted(j, v_wanted)) AS w WHERE w.kind = ANY (p_kinds));
    ELSE
        v_wanted := v_wanted || partition_tools_internal.indexes_of_table(p_target, j.table_oid, v_wanted, v_known);
    END IF;
    IF 'storage' = ANY (p_kinds) THEN
        v_wanted := partition_tools_internal.leaf_overlay(v_wanted, ARRAY(
            SELECT ROW(0, 'storage', split_part(o, '=', 1), o, '{}')::partition_tools_internal.leaf_property
              FROM unnest(partition_tools_internal.storage_options(j.spec -> 'targets' -> (p_target.ordinal - 1) ->> 'with')) AS o));
    END IF;
    IF j.action = 'restore' THEN
        v_wanted := partition_tools_internal.leaf_overlay(v_wanted, ARRAY(SELECT a FROM partition_tools_internal.job_archived(j) AS a WHERE a.kind = ANY (p_kinds)));
    END IF;
    RETURN v_wanted;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_wanted(partition_tools_internal.job_target, text[], partition_tools_internal.leaf_property[]) IS
    'The properties that a target is to have, of some kinds: those of its sources, united; of a restored one those of its table and its archive; storage parameters of the policy. p_known: properties of the table and all sources, where they have been looked up.';

CREATE OR REPLACE FUNCTION partition_tools_internal.targets_wanted(p_job_id bigint, p_kinds text[])
RETURNS TABLE (target partition_tools_internal.job_target, wanted partition_tools_internal.leaf_property[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_known   partition_tools_internal.leaf_property[] := ARRAY(
        SELECT p FROM partition_tools_internal.leaf_properties(partition_tools_internal.job_relids(p_job_id), p_kinds) AS p);
    v_sources oid[];
BEGIN
    FOR target IN SELECT t.* FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id ORDER BY t.ordinal LOOP
        -- What is drained into a hundred partitions has one source: all of them are to be like it.
        IF v_sources IS DISTINCT FROM partition_tools_internal.target_sources(target) THEN
            v_sources := partition_tools_internal.target_sources(target);
            wanted := partition_tools_internal.job_wanted(target, p_kinds, v_known);
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_wanted(bigint, text[]) IS
    'The same for all targets of a job, of kinds that do not depend on what the target is called, nor on the policy: indexes, foreign keys, and what is given at the swap.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_on_top(p_job_id bigint, p_index partition_tools_internal.leaf_property)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NOT p_index.details ? 'of'
       AND EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id AND s.relid = p_index.relid AND NOT s.is_default);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_on_top(bigint, partition_tools_internal.leaf_property) IS
    'Whether a source has an index on top of those of the table. That of a default partition stays with what came from it alone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_of_table(
    p_target partition_tools_internal.job_target, p_table oid, p_wanted partition_tools_internal.leaf_property[], p_known partition_tools_internal.leaf_property[])
RETURNS partition_tools_internal.leaf_property[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT p FROM unnest(p_known) AS p
         WHERE p.relid = p_table AND p_target.template <> p_table AND p.kind IN ('index', 'unique index')
           AND NOT EXISTS (SELECT FROM unnest(p_known) AS o WHERE o.relid = p_target.template AND o.details -> 'of' = p.details -> 'oid')
           AND partition_tools_internal.leaf_identity(p) NOT IN (SELECT partition_tools_internal.leaf_identity(w) FROM unnest(p_wanted) AS w WHERE w.kind = p.kind));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.indexes_of_table(partition_tools_internal.job_target, oid, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'The indexes that the table has and the template lacks, because they were created ON ONLY the table: ATTACH would build them, locked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_overlay(p_wanted partition_tools_internal.leaf_property[], p_over partition_tools_internal.leaf_property[])
RETURNS partition_tools_internal.leaf_property[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_over || ARRAY(
        SELECT w FROM unnest(p_wanted) AS w
         WHERE NOT EXISTS (SELECT FROM unnest(p_over) AS o
                            WHERE o.kind = w.kind AND (o.kind IN ('owner', 'grant') OR partition_tools_internal.leaf_identity(o) = partition_tools_internal.leaf_identity(w))));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_overlay(partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Properties, with others that go before them: one in place of one; owner and privileges in place of all.';

CREATE OR REPLACE FUNCTION partition_tools_internal.target_keeps_name(p_target partition_tools_internal.job_target, p_relid oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                    WHERE c.oid = p_relid AND c.relname = p_target.name AND n.nspname = p_target.schema_name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.target_keeps_name(partition_tools_internal.job_target, oid) IS
    'Whether a target will bear the name that a table has now.';
