CREATE OR REPLACE FUNCTION partition_tools_internal.check_targets(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_taken text := partition_tools_internal.targets_taken(p_job_id);
BEGIN
    PERFORM partition_tools_internal.check_detaching(p_job_id);
    IF v_taken IS NOT NULL THEN
        RAISE EXCEPTION 'the range of new partitions of job % is taken by %', p_job_id, v_taken
            USING ERRCODE = 'PP020', HINT = 'The partitions have changed since the plan was made: run the policy again, which makes a new plan.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_targets(bigint) IS
    'Makes sure, before anything is copied, that no other partition lies where a job''s targets are to. PP020 where one does, PP058 where one is being detached.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_detaching(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_leaf  regclass;
BEGIN
    IF EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = v_table AND coalesce(i.inhdetachpending, false)) THEN
        EXECUTE format($q$
            SELECT min(b.relid::oid)::regclass
              FROM partition_tools_internal.job AS j
             CROSS JOIN LATERAL (SELECT s FROM json_array_elements(j.spec -> 'sources') AS s
                                 UNION ALL SELECT t FROM json_array_elements(j.spec -> 'targets') AS t) AS r (item)
              JOIN LATERAL partition_tools_internal.partition_bounds_all($2) AS b ON b.detaching
               AND NOT (r.item ->> 'default')::boolean
               AND (b.lower_text IS NULL OR r.item ->> 'upper' IS NULL OR b.lower_text::%1$s < (r.item ->> 'upper')::%1$s)
               AND (b.upper_text IS NULL OR r.item ->> 'lower' IS NULL OR b.upper_text::%1$s > (r.item ->> 'lower')::%1$s)
             WHERE j.job_id = $1 $q$, partition_tools_internal.key_type_name(v_table)) INTO v_leaf USING p_job_id, v_table;
    END IF;
    IF v_leaf IS NOT NULL THEN
        RAISE EXCEPTION 'partition % of % is being detached', v_leaf, v_table::regclass
            USING ERRCODE = 'PP058', DETAIL = 'A DETACH PARTITION ... CONCURRENTLY of it has not ended: its range is taken, and its rows are hidden.',
                  HINT = format('Where nobody executes it any more: ALTER TABLE %s DETACH PARTITION %s FINALIZE. Then run the policy again.', v_table::regclass, v_leaf);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_detaching(bigint) IS
    'PP058 where a partition in the range of a job is being detached.';

CREATE OR REPLACE FUNCTION partition_tools_internal.targets_taken(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_taken text;
BEGIN
    IF (SELECT json_array_length(j.spec -> 'targets') FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE format($q$
        SELECT string_agg(DISTINCT b.relid::regclass::text, ', ')
          -- Each bound is read once, however many there are on the other side.
          FROM (SELECT (e.t ->> 'default')::boolean AS is_default, (e.t ->> 'lower')::%1$s AS lower, (e.t ->> 'upper')::%1$s AS upper
                  FROM partition_tools_internal.job AS j CROSS JOIN LATERAL json_array_elements(j.spec -> 'targets') AS e(t)
                 WHERE j.job_id = $1 OFFSET 0) AS t
          JOIN (SELECT p.relid, p.is_default, p.lower_text::%1$s AS lower, p.upper_text::%1$s AS upper
                  FROM partition_tools_internal.partition_bounds($2) AS p
                 WHERE p.relid NOT IN (SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = $1) OFFSET 0) AS b
            ON b.is_default AND t.is_default
            OR NOT b.is_default AND NOT t.is_default
               AND (b.lower IS NULL OR t.upper IS NULL OR b.lower < t.upper)
               AND (b.upper IS NULL OR t.lower IS NULL OR b.upper > t.lower) $q$, partition_tools_internal.key_type_name(v_table))
       INTO v_taken USING p_job_id, v_table;
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_taken(bigint) IS
    'The partitions that lie where a job''s targets are to; NULL where none does.';
