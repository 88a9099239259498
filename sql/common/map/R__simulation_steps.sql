CREATE OR REPLACE FUNCTION partition_tools_internal.simulation_growth(
    p_ranges partition_tools_internal.partition_range[], p_as_of timestamptz, OUT rows float8, OUT bytes float8, OUT basis text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT sum(r.rows) / sum(extract(epoch FROM r.upper - r.lower)), sum(r.bytes) / sum(extract(epoch FROM r.upper - r.lower)) INTO rows, bytes
      FROM unnest(p_ranges) AS r
     WHERE NOT r.is_default AND isfinite(r.lower) AND r.upper <= p_as_of AND r.lower >= p_as_of - interval '1 year';
    basis := 'the partitions of the year before that are complete';
    IF rows IS NULL THEN
        SELECT r.rows / nullif(extract(epoch FROM p_as_of - r.lower), 0), r.bytes / nullif(extract(epoch FROM p_as_of - r.lower), 0) INTO rows, bytes
          FROM unnest(p_ranges) AS r WHERE NOT r.is_default AND isfinite(r.lower) AND r.lower < p_as_of AND r.upper > p_as_of;
        basis := 'the present partition, so far';
    END IF;
    IF rows IS NULL THEN
        basis := 'not known: no partition shows any';
        rows := 0;
        bytes := 0;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.simulation_growth(partition_tools_internal.partition_range[], timestamptz) IS
    'Rows and bytes a second by which a table has grown, from the estimates of its partitions, and which those were.';

CREATE OR REPLACE FUNCTION partition_tools_internal.simulation_grown(
    p_ranges partition_tools_internal.partition_range[], p_rows float8, p_bytes float8, p_from timestamptz, p_until timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges  partition_tools_internal.partition_range[] := '{}';
    v_seconds float8;
    r partition_tools_internal.partition_range;
BEGIN
    FOREACH r IN ARRAY p_ranges LOOP
        IF NOT r.is_default AND r.lower < p_until AND r.upper > p_from THEN
            v_seconds := extract(epoch FROM least(r.upper, p_until) - greatest(r.lower, p_from));
            r.rows := (r.rows + p_rows * v_seconds)::bigint;
            r.bytes := (r.bytes + p_bytes * v_seconds)::bigint;
        END IF;
        v_ranges := v_ranges || r;
    END LOOP;
    RETURN v_ranges;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.simulation_grown(partition_tools_internal.partition_range[], float8, float8, timestamptz, timestamptz) IS
    'The partitions after some time, with the rows that came into them meanwhile.';

CREATE OR REPLACE FUNCTION partition_tools_internal.simulation_sized(
    p_action partition_tools_internal.action, p_ranges partition_tools_internal.partition_range[], p_tablespace name)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_taken record;
    t partition_tools_internal.partition_range;
    s partition_tools_internal.partition_range;
    v_share float8;
BEGIN
    a := p_action;
    -- An earlier action of the same run may have made the sources: the plan knows nothing of what they hold.
    a.sources := coalesce(ARRAY(SELECT r FROM unnest(p_ranges) AS r, unnest(p_action.sources) AS o WHERE o.schema_name = r.schema_name AND o.name = r.name ORDER BY r.lower), '{}');
    SELECT sum(x.rows) AS rows, sum(x.bytes) AS bytes INTO v_taken FROM unnest(p_action.targets) AS x WHERE NOT x.is_default;
    FOREACH t IN ARRAY p_action.targets LOOP
        IF t.is_default THEN
            t.rows := greatest(0, t.rows - coalesce(v_taken.rows, 0));
            t.bytes := greatest(0, t.bytes - coalesce(v_taken.bytes, 0));
        ELSE
            t.planned := true;
            IF t.bytes = 0 THEN
                FOREACH s IN ARRAY a.sources LOOP
                    CONTINUE WHEN s.is_default OR NOT isfinite(s.lower) OR NOT isfinite(s.upper);
                    v_share := greatest(0, extract(epoch FROM least(s.upper, t.upper) - greatest(s.lower, t.lower)) / extract(epoch FROM s.upper - s.lower));
                    t.rows := (t.rows + s.rows * v_share)::bigint;
                    t.bytes := (t.bytes + s.bytes * v_share)::bigint;
                    t.tablespace := coalesce(t.tablespace, s.tablespace);
                END LOOP;
            END IF;
            t.tablespace := coalesce(t.tablespace, p_tablespace);
        END IF;
        v_targets := v_targets || t;
    END LOOP;
    a.targets := v_targets;
    IF a.action NOT IN ('create', 'drain') THEN
        SELECT sum(x.rows)::bigint, sum(x.bytes)::bigint INTO a.rows, a.bytes FROM unnest(a.sources) AS x;
    END IF;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.simulation_sized(partition_tools_internal.action, partition_tools_internal.partition_range[], name) IS
    'An action on simulated partitions with what they hold by then: rows are taken to be spread evenly over the range of a partition. p_tablespace: where new partitions lie of which nothing else is said.';

CREATE OR REPLACE FUNCTION partition_tools_internal.simulation_refusal(
    p_table regclass, p_policy json, p_as_of timestamptz, p_actions partition_tools_internal.action[], p_ranges partition_tools_internal.partition_range[],
    OUT code text, OUT message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges  partition_tools_internal.partition_range[] := '{}';
    v_actions partition_tools_internal.action[] := '{}';
    v_before  name[];
    v_clock   text := partition_tools_internal.setting('reference_time', 'checked');
    r partition_tools_internal.partition_range;
    a partition_tools_internal.action;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM unnest(p_actions) AS x WHERE x.action IN ('drop', 'detach')) THEN
        RETURN;
    END IF;
    -- By then they are partitions like any others, and count among those that are to be removed.
    FOREACH r IN ARRAY p_ranges LOOP
        r.planned := false;
        v_ranges := v_ranges || r;
        v_before := v_before || r.name;
    END LOOP;
    FOREACH a IN ARRAY p_actions LOOP
        IF a.action IN ('drop', 'detach') THEN
            r := a.sources[1];
            r.planned := NOT r.name = ANY (v_before);
            a.sources := ARRAY[r];
        END IF;
        v_actions := v_actions || a;
    END LOOP;
    -- Without the clock of today. Not as a SET of the function: for a setting that the session does not know, that needs a superuser.
    PERFORM set_config('partition_tools.reference_time', 'any', true);
    SELECT c.code, c.message INTO code, message FROM partition_tools_internal.cleanup_refusal(p_table, p_policy, p_as_of, v_actions, v_ranges) AS c;
    PERFORM set_config('partition_tools.reference_time', v_clock, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.simulation_refusal(regclass, json, timestamptz, partition_tools_internal.action[], partition_tools_internal.partition_range[]) IS
    'Why a run of that day would refuse to remove what its plan removes; NULL where it would not.';
