CREATE OR REPLACE FUNCTION partition_tools_internal.capture_apply(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_columns name[] := (SELECT x.columns FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id);
BEGIN
    -- Of what happened in one place only its end counts: the row that was there before goes, the one that is there now comes.
    -- All that is recorded is taken at once: a removal is never seen without the addition before it.
    EXECUTE partition_tools_internal.fill_in($f$
        CREATE FUNCTION {apply}() RETURNS bigint
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
        AS $t$
        DECLARE
            e record;
            v_taken bigint := 0;
        BEGIN
            FOR e IN
                WITH taken AS (DELETE FROM {capture} RETURNING *)
                SELECT * FROM (
                    SELECT t.*, row_number() OVER o AS partition_tools_number, count(*) OVER w AS partition_tools_count,
                           count(*) OVER () AS partition_tools_taken
                      FROM taken AS t
                    WINDOW w AS (PARTITION BY partition_tools_source, partition_tools_tid), o AS (w ORDER BY partition_tools_id)) AS t
                 WHERE partition_tools_mark IS NOT NULL OR partition_tools_added AND partition_tools_number = partition_tools_count
                       OR NOT partition_tools_added AND partition_tools_number = 1
                 ORDER BY partition_tools_mark, partition_tools_added, partition_tools_id
            LOOP
                v_taken := e.partition_tools_taken;
                IF e.partition_tools_mark IS NOT NULL THEN
                    RETURN CASE e.partition_tools_mark WHEN 'truncated' THEN -1 ELSE -2 END;
                ELSIF e.partition_tools_added THEN
                    INSERT INTO {staging} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values});
                ELSE
                    {remove_row};
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'a row that was changed is missing in the copy'
                            USING ERRCODE = 'PP041', DETAIL = 'The copy has been thrown away.', HINT = 'Start the job again.';
                    END IF;
                END IF;
            END LOOP;
            RETURN v_taken;
        END
        $t$ $f$, json_build_object(
        'apply', format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'apply')),
        'capture', partition_tools_internal.capture_table(p_job_id),
        'staging', partition_tools_internal.stage_root(p_job_id),
        'columns', partition_tools_internal.column_list(v_columns, NULL),
        'values', partition_tools_internal.column_list(v_columns, 'e'),
        'remove_row', partition_tools_internal.row_removal(p_job_id, 'e', partition_tools_internal.stage_root(p_job_id))));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_apply(bigint) IS
    'Writes the function that makes in staging what was recorded by whole rows; it returns how many records it took, -1 after a TRUNCATE, -2 where columns have changed.';
