CREATE OR REPLACE FUNCTION partition_tools_internal.check_definition(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    x partition_tools_internal.job_context;
    v_stamp text;
    v_known boolean;
    v_now   json;
    v_cause text;
BEGIN
    SELECT * INTO x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id AND c.definition IS NOT NULL;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    v_stamp := partition_tools_internal.catalog_stamp(p_job_id);
    v_known := x.definition ->> 'column' IS NOT NULL;
    IF v_stamp = x.stamp AND v_known THEN
        RETURN;
    END IF;
    v_now := partition_tools_internal.leaf_digests(partition_tools_internal.job_relids(p_job_id), '{PP041}');
    IF NOT v_known THEN
        -- An earlier version has begun the job. What it gave to the targets, it gave by another list, so all is given again.
        x.definition := v_now;
        IF v_stamp IS DISTINCT FROM x.stamp AND x.fingerprint <> 'unchanged ' || v_stamp THEN
            v_cause := 'An earlier version began the job, and definitions have been changed since.';
        END IF;
    END IF;
    IF v_cause IS NOT NULL OR EXISTS (SELECT FROM json_each_text(v_now) AS n WHERE n.value IS DISTINCT FROM x.definition ->> n.key) THEN
        v_cause := coalesce(v_cause, 'Columns or constraints changed, and the copy does not fit them.');
    ELSIF x.capture = 'key' AND partition_tools_internal.capture_key(p_job_id) IS DISTINCT FROM x.key_columns THEN
        v_cause := 'The key by which changed rows were captured is another now.';
    ELSIF NOT partition_tools_internal.job_converts(p_job_id) AND NOT partition_tools_internal.job_unpartitions(p_job_id) AND partition_tools_internal.targets_taken(p_job_id) IS NOT NULL THEN
        v_cause := format('The range of the new partitions is taken by %s.', partition_tools_internal.targets_taken(p_job_id));
    END IF;
    IF v_cause IS NOT NULL THEN
        RAISE EXCEPTION 'the definition of the table of job % changed while it was copied', p_job_id
            USING ERRCODE = 'PP041', DETAIL = v_cause || ' The copy has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
    IF partition_tools_internal.job_converts(p_job_id) THEN
        PERFORM partition_tools_internal.convert_check(p_job_id);
    ELSIF partition_tools_internal.job_unpartitions(p_job_id) THEN
        PERFORM partition_tools_internal.unpartition_check(p_job_id);
    ELSE
        PERFORM partition_tools_internal.check_sources(p_job_id);
        PERFORM partition_tools_internal.check_properties(p_job_id);
        PERFORM partition_tools_internal.stage_default_bounds(p_job_id);
    END IF;
    UPDATE partition_tools_internal.job_context AS c SET stamp = v_stamp, definition = x.definition WHERE c.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_definition(bigint) IS
    'At every step of a job: finds at once what makes its copy useless. PP041 for that; PP021, PP022, PP027, PP028 for what stands in the way of the swap and can be removed. Looks closely only where the catalogue has changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.catalog_stamp(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
-- Planned once a session: under the lock of a swap that would take longer than the look.
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_relids oid[] := partition_tools_internal.job_relids(p_job_id);
    v_objects oid[];
    -- As an earlier version has noted it, where one began the job.
    v_each boolean := EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id AND c.definition IS NOT NULL AND c.definition ->> 'column' IS NULL);
BEGIN
    -- Versions of rows instead of what they say: a look that costs nearly nothing, also under the lock of the swap. What
    -- VACUUM and ANALYZE write, they write in place.
    v_objects := v_relids || ARRAY(SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = ANY (v_relids))
                          || ARRAY(SELECT c.reltoastrelid FROM pg_class c WHERE c.oid = ANY (v_relids) AND c.reltoastrelid <> 0);
    RETURN md5((SELECT string_agg(v.stamp, ',' ORDER BY v.stamp COLLATE "C")
      FROM (SELECT concat_ws(' ', 'c', r.ctid, r.xmin) AS stamp FROM pg_class r WHERE r.oid = ANY (v_objects)
            UNION ALL SELECT concat_ws(' ', 'a', r.ctid, r.xmin) FROM pg_attribute r WHERE r.attrelid = ANY (v_objects) AND r.attnum > 0
            UNION ALL SELECT concat_ws(' ', 'd', r.ctid, r.xmin) FROM pg_attrdef r WHERE r.adrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 'k', r.ctid, r.xmin) FROM pg_constraint r WHERE r.conrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 'x', r.ctid, r.xmin) FROM pg_index r WHERE r.indrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 't', r.ctid, r.xmin) FROM pg_trigger r WHERE r.tgrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 'p', r.ctid, r.xmin) FROM pg_policy r WHERE r.polrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 'r', r.ctid, r.xmin) FROM pg_rewrite r WHERE r.ev_class = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 'b', r.ctid, r.xmin) FROM pg_publication_rel r WHERE r.prrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 's', r.ctid, r.xmin, o.ctid, o.xmin) FROM pg_statistic_ext r
                        LEFT JOIN pg_description o ON o.classoid = 'pg_statistic_ext'::regclass AND o.objoid = r.oid WHERE r.stxrelid = ANY (v_relids)
            UNION ALL SELECT concat_ws(' ', 'o', r.ctid, r.xmin) FROM pg_description r WHERE r.classoid = 'pg_class'::regclass AND r.objoid = ANY (v_objects)
            UNION ALL SELECT concat_ws(' ', 'o', r.ctid, r.xmin) FROM pg_description r JOIN pg_constraint k ON k.oid = r.objoid AND k.conrelid = ANY (v_relids) WHERE r.classoid = 'pg_constraint'::regclass
            UNION ALL SELECT concat_ws(' ', 'o', r.ctid, r.xmin) FROM pg_description r JOIN pg_policy k ON k.oid = r.objoid AND k.polrelid = ANY (v_relids) WHERE r.classoid = 'pg_policy'::regclass
            -- There may be thousands: a sum, and no text of each.
            UNION ALL SELECT concat_ws(' ', 'i', count(*), sum(hash_record_extended(ROW(r.ctid, r.xmin), 0))) FROM pg_inherits r
                       WHERE r.inhparent = v_relids[1] HAVING NOT v_each
            UNION ALL SELECT concat_ws(' ', 'i', r.ctid, r.xmin) FROM pg_inherits r WHERE r.inhparent = v_relids[1] AND v_each) AS v));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catalog_stamp(bigint) IS
    'Digest of the versions of the catalogue rows that define a job''s table and sources: while it stays the same, nothing has changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_default_bounds(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relid oid := (SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.is_default);
    v_wanted text;
BEGIN
    IF v_relid IS NULL THEN
        RETURN;
    END IF;
    v_wanted := partition_tools_internal.default_predicate(p_job_id);
    IF md5(v_wanted) = obj_description((SELECT k.oid FROM pg_constraint AS k WHERE k.conrelid = v_relid AND k.conname = 'partition_tools_bounds'), 'pg_constraint') THEN
        RETURN;
    END IF;
    -- Other partitions have come or gone. What is left of the default partition takes their rows, or none of them, from now on.
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT partition_tools_bounds, ADD CONSTRAINT partition_tools_bounds CHECK (%s) NOT VALID', v_relid::regclass, v_wanted);
    EXECUTE format('COMMENT ON CONSTRAINT partition_tools_bounds ON %s IS %L', v_relid::regclass, md5(v_wanted));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_default_bounds(bigint) IS
    'Corrects the constraint of a staged default partition where other partitions have been attached or detached. It is proved again before the swap.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_relids(p_job_id bigint)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id)
           || ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_relids(bigint) IS 'The table and the sources of a job.';
