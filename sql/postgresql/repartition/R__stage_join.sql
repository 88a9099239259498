CREATE OR REPLACE FUNCTION partition_tools_internal.stage_join(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- As in stage_leave.
    c_batch constant interval := '10 ms';
    v_until timestamptz;
    t partition_tools_internal.job_target;
BEGIN
    IF NOT partition_tools_internal.stage_routes(p_job_id) THEN
        RETURN false;
    END IF;
    -- The default partition last: each of the others would look at it.
    FOR t IN SELECT g.* FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = g.relid)
              ORDER BY g.is_default, g.ordinal LOOP
        IF v_until IS NULL THEN
            PERFORM partition_tools_internal.locks_until_commit(), partition_tools_internal.lock_out_vacuum(ARRAY[t.relid]), partition_tools_internal.lock_table(t.relid, 'ACCESS EXCLUSIVE');
            v_until := clock_timestamp() + c_batch;
        ELSE
            EXIT WHEN NOT partition_tools_internal.lock_at_once(t.relid);
        END IF;
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', partition_tools_internal.stage_root(p_job_id), t.relid::regclass,
                       partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default));
        EXIT WHEN clock_timestamp() > v_until;
    END LOOP;
    RETURN v_until IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_join(bigint) IS
    'Before changes are caught up: makes some of the targets partitions of the staging root again, where stage_leave has taken them from it. False where all of them are. Locks: ACCESS EXCLUSIVE on these targets, for milliseconds, none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_leave(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- So long may writers wait for a target.
    c_batch constant interval := '10 ms';
    v_until timestamptz;
    v_relid oid;
BEGIN
    IF NOT partition_tools_internal.stage_routes(p_job_id) OR NOT partition_tools_internal.writes_directly(p_job_id) THEN
        RETURN false;
    END IF;
    -- The default partition first: each of the others would look at it.
    FOR v_relid IN SELECT t.relid FROM partition_tools_internal.job_target AS t
                     JOIN pg_inherits AS i ON i.inhrelid = t.relid AND i.inhparent = partition_tools_internal.stage_root(p_job_id)::regclass
                    WHERE t.job_id = p_job_id ORDER BY t.is_default DESC, t.ordinal LOOP
        IF v_until IS NULL THEN
            PERFORM partition_tools_internal.locks_until_commit(), partition_tools_internal.lock_out_vacuum(ARRAY[v_relid]), partition_tools_internal.lock_table(v_relid, 'ACCESS EXCLUSIVE');
            v_until := clock_timestamp() + c_batch;
        ELSE
            -- Whoever wants those that have left already waits for us: so there is no waiting for the next.
            EXIT WHEN NOT partition_tools_internal.lock_at_once(v_relid);
        END IF;
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', partition_tools_internal.stage_root(p_job_id), v_relid::regclass);
        EXIT WHEN clock_timestamp() > v_until;
    END LOOP;
    RETURN v_until IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_leave(bigint) IS
    'Before the swap: takes some of the targets from the staging root, so that it need not do so under its locks; false where none is left there, or writers go by way of the root. Locks: ACCESS EXCLUSIVE on these targets, for milliseconds, none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_routes(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.job_kind(p_job_id) IN ('repartition', 'attach', 'restore');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_routes(bigint) IS
    'Whether the staging root of a job does nothing but route rows to the targets; that of a conversion becomes the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.writes_directly(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By the function itself: an earlier version may have written it.
    RETURN NOT EXISTS (SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
                        WHERE n.nspname = 'partition_tools_stage' AND p.proname = partition_tools_internal.stage_name(p_job_id, 'capture')
                          AND strpos(p.prosrc, '<<to_target>>') = 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.writes_directly(bigint) IS
    'Whether the trigger function of a job, where it has one, makes changes in the targets themselves and not by way of the staging root.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_target(p_job_id bigint, p_row text)
RETURNS text
LANGUAGE plpgsql STABLE
-- The bounds are read in the sessions of others.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_table  oid := (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_type   text := partition_tools_internal.key_type_name(v_table);
    v_key    text := format('%s.%I', p_row, partition_tools_internal.key_column(v_table));
    v_rest   text := coalesce((SELECT t.relid::text FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.is_default), 'NULL');
    v_bounds text[];
    v_places text[];
BEGIN
    -- What lies between two bounds that follow each other belongs to the target that begins at the first of them, or to none.
    EXECUTE format($q$
        WITH targets AS (
            SELECT t.relid, t.lower_text::%1$s AS lower, t.upper_text::%1$s AS upper FROM partition_tools_internal.job_target AS t WHERE t.job_id = $1 AND NOT t.is_default
        )
        SELECT array_agg(format('%%L::%1$s', b.bound) ORDER BY b.bound),
               coalesce((SELECT t.relid::text FROM targets AS t WHERE t.lower IS NULL), $2) || array_agg(coalesce(t.relid::text, $2) ORDER BY b.bound)
          FROM (SELECT t.lower FROM targets AS t WHERE t.lower IS NOT NULL UNION SELECT t.upper FROM targets AS t WHERE t.upper IS NOT NULL) AS b(bound)
          LEFT JOIN targets AS t ON t.lower = b.bound $q$, v_type) INTO v_bounds, v_places USING p_job_id, v_rest;
    RETURN format('(CASE WHEN %s IS NULL THEN %s ELSE %s END)', v_key, v_rest, partition_tools_internal.search_tree(v_key, v_bounds, v_places, 1, cardinality(v_places)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_target(bigint, text) IS
    'Expression for the OID of the target that the row p_row, OLD or NEW, belongs to; NULL where it belongs to none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.search_tree(p_key text, p_bounds text[], p_places text[], p_from int, p_to int)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_middle constant int := (p_from + p_to) / 2;
BEGIN
    IF p_from = p_to THEN
        RETURN p_places[p_from];
    END IF;
    RETURN format('CASE WHEN %s < %s THEN %s ELSE %s END', p_key, p_bounds[c_middle],
                  partition_tools_internal.search_tree(p_key, p_bounds, p_places, p_from, c_middle),
                  partition_tools_internal.search_tree(p_key, p_bounds, p_places, c_middle + 1, p_to));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.search_tree(text, text[], text[], int, int) IS
    'Expression that finds by comparisons with p_bounds, as few as a balanced tree takes, in which of the p_places from p_from to p_to a key lies: the n-th ends where the n-th bound is, which belongs to the next.';
