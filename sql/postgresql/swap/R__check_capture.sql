CREATE OR REPLACE FUNCTION partition_tools_internal.check_capture(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_capture constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    v_changed text;
BEGIN
    -- DISABLE TRIGGER ALL and its counterpart leave their mark: ours were ENABLE ALWAYS.
    SELECT string_agg(s.name, ', ') INTO v_changed
      FROM partition_tools_internal.job_source AS s
      JOIN partition_tools_internal.job_context AS x ON x.job_id = s.job_id AND x.key_columns IS NOT NULL
     WHERE s.job_id = p_job_id
       AND 2 <> (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = s.relid AND t.tgenabled = 'A'
                                                     AND t.tgname IN (c_capture, (c_capture || '_truncate')::name));
    IF v_changed IS NOT NULL THEN
        RAISE EXCEPTION 'the capture of changes was switched off meanwhile: %', v_changed
            USING ERRCODE = 'PP041', DETAIL = 'Triggers of the partition were disabled or dropped, so rows may have changed unseen. The copy has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_capture(bigint) IS
    'Makes sure, under the lock of the swap, that no change can have escaped. PP041 where one can.';

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
       AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = s.relid AND i.inhparent = j.table_oid);
    IF v_gone IS NOT NULL THEN
        RAISE EXCEPTION 'partitions of job % were dropped or detached meanwhile: %', p_job_id, v_gone
            USING ERRCODE = 'PP041', DETAIL = 'The copy has been thrown away.', HINT = 'Run the policy again, which makes a new plan.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_attached(bigint) IS
    'PP041 where a source of a job is no partition of its table any more.';
