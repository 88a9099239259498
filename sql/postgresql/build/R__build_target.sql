CREATE OR REPLACE FUNCTION partition_tools_internal.build_target(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_kinds  text[] := ARRAY(SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE 'build' = ANY (k.given));
    -- Asked once: it takes longer than to give it.
    v_wanted partition_tools_internal.leaf_property[] := partition_tools_internal.job_wanted(p_target, v_kinds);
BEGIN
    -- In its final schema, where the owner may create, and so that less is left to do under the lock.
    EXECUTE format('ALTER TABLE %s SET SCHEMA %I', p_target.relid::regclass, p_target.schema_name);
    PERFORM partition_tools_internal.build_kinds(p_target, '{owner}', v_wanted);
    IF partition_tools_internal.schema_is_published(p_target.schema_name) THEN
        -- What is still to be copied would be published with it.
        EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', p_target.relid::regclass);
    END IF;
    PERFORM partition_tools_internal.build_indexes(p_target, v_wanted);
    PERFORM partition_tools_internal.build_kinds(p_target, ARRAY(SELECT k FROM unnest(v_kinds) AS k WHERE k NOT IN ('owner', 'unique index', 'index')), v_wanted);
    IF NOT partition_tools_internal.job_converts(p_target.job_id) OR partition_tools_internal.analyze_only() THEN
        -- Else phase convert_join does it, with the whole.
        EXECUTE format('ANALYZE %s', p_target.relid::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_target(partition_tools_internal.job_target) IS
    'Everything a partition has that its staging table still lacks, but for what must wait until later (leaf_kinds, given).';

CREATE OR REPLACE FUNCTION partition_tools_internal.analyze_only()
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN current_setting('server_version_num')::int >= 180000;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.analyze_only() IS
    'Whether a partitioned table can be analyzed without its partitions, which otherwise are read once more.';

CREATE OR REPLACE FUNCTION partition_tools_internal.analyze_whole(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('ANALYZE %s%s', CASE WHEN partition_tools_internal.analyze_only() THEN 'ONLY ' END, p_table::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.analyze_whole(oid) IS
    'Statistics of a partitioned table as a whole, by which the planner estimates what is read from more than one partition; of its partitions only where the server knows no other way.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_kinds(
    p_target partition_tools_internal.job_target, p_kinds text[], p_wanted partition_tools_internal.leaf_property[] DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- What takes more than the statements of its kind.
    c_special constant text[] := '{storage,unique index,index,statistics,replica identity}';
    v_wanted partition_tools_internal.leaf_property[];
BEGIN
    IF p_wanted IS NULL THEN
        v_wanted := partition_tools_internal.job_wanted(p_target, p_kinds);
    ELSE
        v_wanted := ARRAY(SELECT w FROM unnest(p_wanted) AS w WHERE w.kind = ANY (p_kinds));
    END IF;
    PERFORM partition_tools_internal.leaf_give(p_target.relid, v_wanted, ARRAY(SELECT k FROM unnest(p_kinds) AS k WHERE k <> ALL (c_special)));
    IF 'storage' = ANY (p_kinds) THEN
        PERFORM partition_tools_internal.stage_storage(p_target, v_wanted);
    END IF;
    IF p_kinds && '{unique index,index}' THEN
        PERFORM partition_tools_internal.refresh_indexes(p_target, v_wanted, p_kinds);
    END IF;
    IF 'statistics' = ANY (p_kinds) THEN
        PERFORM partition_tools_internal.build_statistics(p_target, v_wanted);
    END IF;
    IF 'replica identity' = ANY (p_kinds) THEN
        PERFORM partition_tools_internal.build_replica_identity(p_target.relid, v_wanted);
    END IF;
    IF 'owner' = ANY (p_kinds) THEN
        PERFORM partition_tools_internal.keep_private(p_target.relid);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_kinds(partition_tools_internal.job_target, text[], partition_tools_internal.leaf_property[]) IS
    'Gives a target some kinds of properties as its sources have them now, the first time or again; of indexes only what belongs to those that are built. p_wanted: what it is to have, where that has been looked up.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keep_private(p_relid oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Until the swap: before, the rows would be readable without the row security that guards them.
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_relid AND c.relacl IS NOT NULL) THEN
        RETURN;
    END IF;
    PERFORM partition_tools_internal.leaf_give(p_relid, ARRAY(
        SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_relid], '{grant}') AS p JOIN pg_class AS c ON c.oid = p_relid
         WHERE p.details ->> 'grantee' = pg_get_userbyid(c.relowner)), '{grant}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keep_private(oid) IS
    'Takes from everybody but the owner what default privileges have given on a table that a job has made.';
