CREATE OR REPLACE FUNCTION partition_tools_internal.check_capture(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_changed text;
BEGIN
    -- Whoever switches them off and on again, or makes them anew, leaves another transaction id.
    SELECT string_agg(s.name, ', ') INTO v_changed
      FROM partition_tools_internal.job_source AS s
      JOIN partition_tools_internal.job_context AS x ON x.job_id = s.job_id
     CROSS JOIN LATERAL partition_tools_internal.capture_triggers_text(p_job_id, s.relid) AS t(now)
     WHERE s.job_id = p_job_id
       -- An unload that an earlier version has begun knows only that there are two, ENABLE ALWAYS.
       AND CASE WHEN s.triggers IS NOT NULL THEN s.triggers IS DISTINCT FROM t.now ELSE coalesce(t.now, '') !~ ' A, .* A$' END;
    IF v_changed IS NOT NULL THEN
        RAISE EXCEPTION 'the capture of changes was switched off meanwhile: %', v_changed
            USING ERRCODE = 'PP041', DETAIL = 'Triggers of the partition were disabled or dropped, so rows may have changed unseen. The copy has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
    PERFORM partition_tools_internal.check_files(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_capture(bigint) IS
    'Makes sure that no change can have escaped: final where it looks under the lock of the swap. PP041 where one can.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_files(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_changed text;
BEGIN
    SELECT string_agg(s.name, ', ') INTO v_changed
      FROM partition_tools_internal.job_source AS s
      JOIN partition_tools_internal.job_context AS x ON x.job_id = s.job_id AND x.capture IS NOT NULL
     WHERE s.job_id = p_job_id AND s.file <> pg_relation_filenode(s.relid);
    IF v_changed IS NOT NULL THEN
        PERFORM partition_tools_internal.check_marks(p_job_id);
        RAISE EXCEPTION 'partitions of job % were rewritten meanwhile: %', p_job_id, v_changed
            USING ERRCODE = 'PP041', DETAIL = 'VACUUM FULL, CLUSTER, TRUNCATE and some forms of ALTER TABLE do that, and no trigger tells what they change. The copy has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_files(bigint) IS
    'PP041 where a source has been written anew since capture began: rows may have other places, or other values.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_marks(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_mark bigint;
BEGIN
    EXECUTE format('SELECT max(CASE c.partition_tools_mark WHEN ''truncated'' THEN -1 ELSE -2 END) FROM partition_tools_stage.%I AS c WHERE c.partition_tools_mark IS NOT NULL',
                   partition_tools_internal.stage_name(p_job_id, 'capture')) INTO v_mark;
    PERFORM partition_tools_internal.capture_marked(p_job_id, v_mark);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_marks(bigint) IS
    'PP040 where a TRUNCATE of a source was recorded, PP041 where a writer found that its columns had changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_marked(p_job_id bigint, p_mark bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_mark = -1 THEN
        RAISE EXCEPTION 'a source of job % was truncated while it was copied', p_job_id
            USING ERRCODE = 'PP040', DETAIL = 'The copy has been thrown away; the table is as the TRUNCATE left it.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    ELSIF p_mark = -2 THEN
        RAISE EXCEPTION 'columns of the table of job % changed while it was copied', p_job_id
            USING ERRCODE = 'PP041', DETAIL = 'Rows that were written since are not in the copy, which has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_marked(bigint, bigint) IS
    'Raises PP040 for -1, which stands for a TRUNCATE, and PP041 for -2, which stands for columns that have changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_attached(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_gone text;
BEGIN
    SELECT string_agg(s.name, ', ') INTO v_gone
      FROM partition_tools_internal.job_source AS s JOIN partition_tools_internal.job AS j ON j.job_id = s.job_id
     WHERE s.job_id = p_job_id
       AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = s.relid AND i.inhparent = j.table_oid)
       -- A plain table that is to be partitioned is its own source.
       AND NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = s.relid AND s.relid = j.table_oid);
    IF v_gone IS NOT NULL THEN
        RAISE EXCEPTION 'partitions of job % were dropped or detached meanwhile: %', p_job_id, v_gone
            USING ERRCODE = 'PP041', DETAIL = 'The copy has been thrown away.', HINT = 'Run the policy again, which makes a new plan.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_attached(bigint) IS
    'PP041 where a source of a job is no partition of its table any more.';
