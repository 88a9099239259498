CREATE OR REPLACE FUNCTION partition_tools_internal.cleanup_refusal(
    p_table regclass, p_operations json, p_as_of timestamptz, p_actions partition_tools_internal.action[],
    p_ranges partition_tools_internal.partition_range[] DEFAULT NULL, OUT code text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy  json := partition_tools_internal.policy_document(p_operations);
    v_removed partition_tools_internal.action[] := coalesce(ARRAY(SELECT a FROM unnest(p_actions) AS a WHERE a.action IN ('drop', 'detach')), '{}');
    v_key     partition_tools_internal.table_key;
    v_as_of   timestamptz;
    v_ranges  partition_tools_internal.partition_range[];
    v_named   text;
BEGIN
    IF v_removed = '{}' THEN
        RETURN;
    END IF;
    SELECT r.code, r.message, r.detail, r.hint INTO code, message, detail, hint FROM partition_tools_internal.reference_time_refusal(p_table, p_as_of) AS r;
    IF code IS NOT NULL THEN
        RETURN;
    END IF;
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_as_of := partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of);
    v_ranges := p_ranges;
    IF v_ranges IS NULL THEN
        v_ranges := coalesce(ARRAY(SELECT l FROM partition_tools_internal.partition_list(v_key) AS l), '{}');
    END IF;
    v_ranges := coalesce(ARRAY(SELECT l FROM unnest(v_ranges) AS l WHERE NOT l.is_default), '{}');
    SELECT r.message, r.detail INTO message, detail
      FROM partition_tools_internal.cleanup_share(p_table, v_ranges, v_removed, (v_policy ->> 'cleanup_limit')::int) AS r;
    IF message IS NOT NULL THEN
        code := 'PP095';
        hint := 'Where that is meant: "cleanup_limit": the greatest share in percent that one run may remove, 100 for everything, in the policy, or SET partition_tools.cleanup_limit; limit_operations removes them bit by bit.';
        RETURN;
    END IF;
    SELECT quote_ident(s.name) INTO v_named FROM unnest(v_removed) AS a, unnest(a.sources) AS s WHERE s.lower <= v_as_of AND s.upper > v_as_of LIMIT 1;
    IF v_named IS NOT NULL AND partition_tools_internal.cleanup_limit((v_policy ->> 'cleanup_limit')::int) IS DISTINCT FROM 100 THEN
        code := 'PP096';
        message := format('partition %s of %s is the current one, and would be removed', v_named, p_table);
        detail := format('It takes the rows of %s, the reference time.', p_as_of AT TIME ZONE partition_tools_internal.policy_zone(v_policy));
        hint := 'Let upper_bound be greater, so that the window ends before it; or, where that is meant, "cleanup_limit": 100 in the policy, or SET partition_tools.cleanup_limit = 100.';
        RETURN;
    END IF;
    IF coalesce(v_policy ->> 'cleanup_gaps', partition_tools_internal.setting('cleanup_gaps', 'refuse')) <> 'accept' THEN
        SELECT g.message INTO message FROM partition_tools_internal.cleanup_gap(p_table, v_key, v_policy, v_ranges, p_actions, v_as_of) AS g;
        IF message IS NOT NULL THEN
            code := 'PP097';
            detail := 'Where a partition is missing, somebody or something has removed it, and nothing more is removed until it is known why.';
            hint := 'Create the missing partition, by hand or by a create operation whose window reaches it; or, where it is missing on purpose, "cleanup_gaps": "accept" in the policy, or SET partition_tools.cleanup_gaps = ''accept''.';
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cleanup_refusal(regclass, json, timestamptz, partition_tools_internal.action[], partition_tools_internal.partition_range[]) IS
    'Why the partitions that a plan removes must not go: PP095 for too many at once, PP096 for the current one, PP097 for a gap, PP098 for a reference time that is far ahead of the clock. All NULL where they may.';

CREATE OR REPLACE FUNCTION partition_tools_internal.reference_time_refusal(
    p_table regclass, p_as_of timestamptz, OUT code text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_most constant interval := '1 day';
BEGIN
    -- A time of the past removes less than today, never more.
    IF p_as_of > clock_timestamp() + c_most AND partition_tools_internal.setting('reference_time', 'checked') <> 'any' THEN
        code := 'PP098';
        message := format('partitions of %s would be removed by a reference time that is far ahead of the server''s clock: %s', p_table, p_as_of AT TIME ZONE 'UTC');
        detail := format('The clock says %s (UTC), and what is old by it may be removed, or by a time up to %s ahead.', date_trunc('second', clock_timestamp()) AT TIME ZONE 'UTC', c_most);
        hint := 'Correct the reference time; or, where it is meant, --force on the command line, or SET partition_tools.reference_time = ''any''.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.reference_time_refusal(regclass, timestamptz) IS
    'Why nothing may be removed by a reference time (PP098); all NULL where it may.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cleanup_limit(p_policy int)
RETURNS int
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(p_policy, nullif(partition_tools_internal.setting('cleanup_limit', ''), '')::int);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cleanup_limit(int) IS
    'The greatest share of a table''s partitions, in percent, that one run may remove; NULL where neither policy nor session say it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cleanup_share(
    p_table regclass, p_ranges partition_tools_internal.partition_range[], p_removed partition_tools_internal.action[], p_limit int,
    OUT message text, OUT detail text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- One that is being detached is a partition no more.
    v_all   bigint := (SELECT count(*) FROM unnest(p_ranges) AS r WHERE NOT coalesce(r.storage, '{}') && '{detaching.}');
    v_gone  bigint;
    v_limit int := partition_tools_internal.cleanup_limit(p_limit);
BEGIN
    SELECT count(*) INTO v_gone FROM unnest(p_removed) AS a, unnest(a.sources) AS s WHERE NOT s.planned;
    IF v_gone * 100 > v_all * v_limit OR v_limit IS NULL AND v_gone > 0 AND (v_gone >= v_all OR v_gone > 3 AND v_gone * 2 > v_all) THEN
        message := format('%s of the %s partitions of %s would be removed at once', v_gone, v_all, p_table);
        detail := CASE WHEN v_limit IS NULL THEN 'Unless the policy says otherwise, one run removes neither all partitions nor more than half of them, where those are more than three.'
                       ELSE format('One run may remove %s percent of them.', v_limit) END;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cleanup_share(regclass, partition_tools_internal.partition_range[], partition_tools_internal.action[], int) IS
    'Why so many partitions must not be removed at once; NULL where they may.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cleanup_gap(
    p_table regclass, p_key partition_tools_internal.table_key, p_policy json, p_ranges partition_tools_internal.partition_range[],
    p_actions partition_tools_internal.action[], p_as_of timestamptz, OUT message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges partition_tools_internal.partition_range[];
    v_gap    record;
    v_window record;
    o partition_tools_internal.operation;
BEGIN
    -- As it stands when everything else is done: what the run is about to close is no gap.
    v_ranges := partition_tools_internal.plan_apply(p_ranges, coalesce(ARRAY(SELECT a FROM unnest(p_actions) AS a WHERE a.action NOT IN ('drop', 'detach', 'unload')), '{}'));
    FOR v_gap IN
        SELECT s.upper AS lower, s.next_lower AS upper, s.name, s.next_name
          FROM (SELECT r.upper, r.name, lead(r.lower) OVER w AS next_lower, lead(r.name) OVER w AS next_name
                  FROM unnest(v_ranges) AS r WHERE NOT r.is_default WINDOW w AS (ORDER BY r.lower, r.upper)) AS s
         WHERE s.next_lower > s.upper ORDER BY s.upper
    LOOP
        message := format('no partition of %s covers the time from %s to %s, between %I and %I: nothing is removed', p_table,
                          v_gap.lower AT TIME ZONE p_key.zone, v_gap.upper AT TIME ZONE p_key.zone, v_gap.name, v_gap.next_name);
        -- A window that has a beginning makes gaps of its own.
        FOR o IN SELECT p.* FROM partition_tools_internal.policy_operations(p_policy) AS p
                  WHERE p.operation IN ('delete_partitions', 'unload_to_s3_partitions') AND p.lower_bound IS NOT NULL LOOP
            v_window := partition_tools_internal.plan_window(p_key, o, p_as_of);
            IF v_gap.lower >= v_window.lower AND v_gap.upper <= v_window.upper THEN
                message := NULL;
            END IF;
        END LOOP;
        EXIT WHEN message IS NOT NULL;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cleanup_gap(regclass, partition_tools_internal.table_key, json, partition_tools_internal.partition_range[], partition_tools_internal.action[], timestamptz) IS
    'The first gap between partitions, which stops the cleanup of a table, in words; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_refused(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_refused json;
BEGIN
    SELECT j.spec -> 'refused' INTO v_refused FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF json_typeof(v_refused) = 'object' THEN
        RAISE EXCEPTION USING ERRCODE = v_refused ->> 'code', MESSAGE = v_refused ->> 'message', DETAIL = v_refused ->> 'detail', HINT = v_refused ->> 'hint';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_refused(bigint) IS
    'Raises the reason for which the plan of a job refused it: a gap stops the removal of partitions, and nothing else of the run.';
