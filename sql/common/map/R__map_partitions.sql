CREATE OR REPLACE FUNCTION partition_tools_internal.map_partitions(p_table regclass, p_operations json, p_as_of timestamptz)
RETURNS TABLE (what text, schema_name name, name name, lower timestamptz, upper timestamptz, lower_text text, upper_text text,
               tablespace name, rows bigint, bytes bigint, states text[], jobs bigint[], note text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(coalesce(p_operations, '[]'));
    v_key    partition_tools_internal.table_key;
    v_ranges partition_tools_internal.partition_range[];
    v_windows json;
    v_busy    record;
    r partition_tools_internal.partition_range;
    v_found record;
    v_shape text;
BEGIN
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_ranges := partition_tools_internal.partitions_measured(coalesce(ARRAY(SELECT l FROM partition_tools_internal.partition_list(v_key) AS l), '{}'));
    v_windows := partition_tools_internal.map_windows_json(v_key, v_policy, p_as_of);
    -- Once for all partitions: the view looks at every job.
    v_busy := partition_tools_internal.map_busy(p_table);
    FOR r IN SELECT l.* FROM unnest(v_ranges) AS l LOOP
        what := CASE WHEN r.is_default THEN 'default' ELSE 'partition' END;
        schema_name := nullif(r.schema_name, v_key.schema_name);
        name := r.name;
        lower := r.lower;
        upper := r.upper;
        lower_text := CASE WHEN r.is_default OR isfinite(r.lower) THEN NULL ELSE r.lower_literal END;
        upper_text := CASE WHEN r.is_default OR isfinite(r.upper) THEN NULL ELSE r.upper_literal END;
        tablespace := r.tablespace;
        rows := r.rows;
        bytes := r.bytes;
        jobs := '{}';
        IF v_busy.ranges IS NOT NULL THEN
            jobs := coalesce(ARRAY(SELECT b.job_id FROM unnest(v_busy.ranges, v_busy.jobs) AS b(range, job_id)
                                    WHERE b.range = partition_tools_internal.range_text(r) ORDER BY 1), '{}');
        END IF;
        v_shape := partition_tools_internal.map_shape(v_key, v_windows, r);
        states := CASE WHEN v_shape IS NOT NULL THEN ARRAY[v_shape] ELSE '{}'::text[] END
            || CASE WHEN 'detaching.' = ANY (r.storage) THEN ARRAY['detaching'] ELSE '{}' END
            || CASE WHEN 'external.' = ANY (r.storage) THEN ARRAY['external'] ELSE '{}' END
            || CASE WHEN jobs <> '{}' THEN ARRAY['unfinished'] ELSE '{}' END;
        note := NULL;
        IF r.is_default AND r.bytes > 0 THEN
            v_found := partition_tools_internal.map_default_range(v_key, r);
            lower := v_found.lower;
            upper := v_found.upper;
            note := v_found.basis;
        END IF;
        RETURN NEXT;
    END LOOP;
    RETURN QUERY
        SELECT 'gap'::text, NULL::name, NULL::name, g.upper, g.next_lower, NULL::text, NULL::text, NULL::name, NULL::bigint, NULL::bigint, '{}'::text[], '{}'::bigint[], NULL::text
          FROM (SELECT l.upper, lead(l.lower) OVER (ORDER BY l.lower) AS next_lower
                  FROM unnest(v_ranges) AS l WHERE NOT l.is_default) AS g
         WHERE g.next_lower > g.upper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_partitions(regclass, json, timestamptz) IS
    'What a map draws of a table: its partitions, the default one (over the range that its rows are known to have, with how that is known in note), and the gaps between partitions. states: what holds of a partition, by its policy (as map_shape has it), and of itself: detaching, external, unfinished (jobs: which). The schema is told where it is not that of the table, a bound in the words of its type where it is no point in time. Rows are estimates. Without a policy (NULL) no shape is judged.';

CREATE OR REPLACE FUNCTION partition_tools_internal.map_busy(p_table regclass, OUT ranges text[], OUT jobs bigint[])
-- With its owner's rights: who looks may not read the bookkeeping.
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Few, however many have ended; the table of a job may have been another one when it began.
    v_open bigint[] := partition_tools_internal.jobs_open(NULL);
BEGIN
    SELECT array_agg(b.range), array_agg(b.job_id) INTO ranges, jobs
      FROM (SELECT j.job_id, unnest(j.sources || j.targets) AS range
              FROM partition_tools.jobs AS j
             WHERE j.job_id = ANY (v_open) AND j.target = p_table::text AND j.state IN ('running', 'failed', 'interrupted')) AS b;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_busy(regclass) IS
    'The partitions that jobs have begun to work on, and have not ended, in the words of range_text, and the jobs.';
