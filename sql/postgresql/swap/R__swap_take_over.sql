CREATE OR REPLACE FUNCTION partition_tools_internal.swap_go_back(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What has come to depend on a source leaves no mark on it: after the swap it would keep the old partition from being dropped.
    PERFORM partition_tools_internal.check_sources(p_job_id);
    RETURN CASE WHEN partition_tools_internal.rebuild_due(p_job_id) AND NOT partition_tools_internal.rebuilt_often(p_job_id) THEN 'rebuild'
                WHEN partition_tools_internal.default_unproved(p_job_id) THEN 'prove' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_go_back(bigint) IS
    'Before the locks of the swap: the phase that has to come again, because of what was done to the table meanwhile; NULL where none has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_take_over(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- For which ALTER TABLE keeps writers off.
    c_strong constant text[] := '{owner,default,column option,replica identity}';
    v_was json := (SELECT c.definition FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id);
    v_is  json := partition_tools_internal.leaf_digests(partition_tools_internal.job_relids(p_job_id), '{taken over,rebuilt}');
    v_kinds text[];
BEGIN
    v_kinds := ARRAY(SELECT i.key FROM json_each_text(v_is) AS i WHERE i.value IS DISTINCT FROM v_was ->> i.key);
    -- A job that an earlier version has built knows of nothing to compare with.
    IF v_kinds = '{}' OR v_was IS NULL THEN
        RETURN false;
    END IF;
    IF v_kinds && c_strong AND (SELECT count(*) > 1 FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id) THEN
        -- The mirror writes to them, to several in one transaction, in any order.
        PERFORM partition_tools_internal.locks_until_commit(), partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE');
    END IF;
    PERFORM partition_tools_internal.build_kinds(t, v_kinds)
       FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id ORDER BY t.ordinal;
    UPDATE partition_tools_internal.job_context AS c SET definition = (v_was::jsonb || v_is::jsonb)::json WHERE c.job_id = p_job_id;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_take_over(bigint) IS
    'Before the locks of the swap: gives the targets what has changed on the sources since they were built. False where nothing has. Locks: where that keeps writers off several targets, SHARE ROW EXCLUSIVE on the sources.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rebuild_due(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_indexes constant text[] := '{unique index,index}';
    v_built partition_tools_internal.leaf_property[] := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(
        ARRAY(SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id), c_indexes) AS p);
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job_target AS t JOIN pg_constraint AS k ON k.conrelid = t.relid
                    WHERE t.job_id = p_job_id AND k.conname = 'partition_tools_bounds' AND NOT k.convalidated)
        OR EXISTS (SELECT FROM partition_tools_internal.targets_wanted(p_job_id, c_indexes) AS t,
                          LATERAL partition_tools_internal.indexes_pending(t.target, t.wanted, v_built) AS p
                    WHERE (p.built).kind IS NULL OR (p.wanted).kind IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rebuild_due(bigint) IS
    'Whether indexes have been created or dropped on the sources since the targets were built, or the bounds of a staged default partition are to be proved again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_unproved(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default oid := partition_tools_internal.default_to_prove(p_job_id);
BEGIN
    RETURN v_default IS NOT NULL
       AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = v_default AND k.conname = partition_tools_internal.stage_name(p_job_id, 'default'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_unproved(bigint) IS
    'Whether the table has a default partition that has come since phase prove, and is to be proved to hold no row of the targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rebuilt_often(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
-- As for job_latest.
SET search_path = pg_catalog, pg_temp SET row_security = on
AS $$
BEGIN
    -- Should a definition never compare equal, the job must come to an end all the same: ATTACH builds what is still missing.
    RETURN (SELECT count(*) >= 10 FROM partition_tools_internal.job_event AS e WHERE e.job_id = p_job_id AND e.phase = 'rebuild' AND e.position ->> 'target' IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rebuilt_often(bigint) IS
    'Whether a job has been through phase rebuild ten times.';
