CREATE OR REPLACE FUNCTION partition_tools_internal.check_restore(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job   partition_tools_internal.job;
    v_taken text;
    v_gone  text;
BEGIN
    SELECT * INTO STRICT v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = v_job.table_oid) THEN
        RAISE EXCEPTION 'the table % of job % is gone', v_job.table_name, p_job_id
            USING ERRCODE = 'PP073', HINT = 'Cancel the job, and restore the archive as a table of its own: p_as_table.';
    END IF;
    v_taken := partition_tools_internal.targets_taken(p_job_id);
    IF v_taken IS NOT NULL THEN
        RAISE EXCEPTION 'the range of archive % is taken by %', v_job.spec ->> 'archive_id', v_taken
            USING ERRCODE = 'PP073', HINT = format('Drop or detach that partition, and start the job again; or cancel job %s, and restore the archive as a table of its own: p_as_table.', p_job_id);
    END IF;
    SELECT string_agg(quote_ident(c ->> 'name'), ', ') INTO v_gone
      FROM partition_tools_internal.archive AS a, json_array_elements(a.definition -> 'columns') AS c
     WHERE a.archive_id = (v_job.spec ->> 'archive_id')::bigint
       AND NOT EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = v_job.table_oid AND t.attname = c ->> 'name' AND NOT t.attisdropped AND t.attgenerated = '');
    IF v_gone IS NOT NULL THEN
        RAISE EXCEPTION 'archive % has columns that % has no more, or generates now: %', v_job.spec ->> 'archive_id', v_job.table_name, v_gone
            USING ERRCODE = 'PP073', HINT = format('Cancel job %s, and restore the archive as a table of its own: p_as_table.', p_job_id);
    END IF;
    IF partition_tools_internal.restore_default_holds(p_job_id) THEN
        PERFORM partition_tools_internal.restore_refuse_default(p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_restore(bigint) IS
    'Makes sure, before anything is downloaded, that an archive can be a partition of its table. PP073 where it cannot.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_default_holds(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default regclass := partition_tools_internal.other_default(p_job_id);
    v_holds boolean;
    j partition_tools_internal.job;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    IF v_default IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s WHERE %s)', v_default,
                   partition_tools_internal.range_predicate(partition_tools_internal.key_column(j.table_oid), partition_tools_internal.key_type_name(j.table_oid),
                       j.spec -> 'targets' -> 0 ->> 'lower', j.spec -> 'targets' -> 0 ->> 'upper')) INTO v_holds;
    RETURN v_holds;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_default_holds(bigint) IS
    'Whether the default partition holds rows in the range of an archive; reads it once at most.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_refuse_default(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT j.action = 'restore' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) THEN
        -- To put them together with the archive might double rows that somebody has brought back by hand.
        RAISE EXCEPTION 'the default partition of % holds rows in the range of the archive', (SELECT j.table_name FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id)
            USING ERRCODE = 'PP073', DETAIL = 'They may or may not be the same rows.',
                  HINT = format('Move or delete them, and start job %s again; or cancel it, and restore the archive as a table of its own: p_as_table.', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_refuse_default(bigint) IS
    'PP073 for a job that restores an archive into a range of which the default partition has rows.';
