CREATE OR REPLACE FUNCTION partition_tools_internal.capture_apply(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    c_root constant name := partition_tools_internal.stage_name(p_job_id, 'root');
BEGIN
    -- Of what happened in one place only its end counts: the row that was there before goes, the one that is there now comes.
    -- All that is recorded is taken at once: a removal is never seen without the addition before it.
    EXECUTE format($f$
        CREATE FUNCTION partition_tools_stage.%1$I() RETURNS bigint
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
        AS $t$
        DECLARE
            e record;
            v_taken bigint := 0;
        BEGIN
            FOR e IN
                WITH taken AS (DELETE FROM partition_tools_stage.%2$I RETURNING *)
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
                    INSERT INTO partition_tools_stage.%3$I (%4$s) VALUES (%5$s);
                ELSE
                    %6$s
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'a row that was changed is missing in the copy'
                            USING ERRCODE = 'PP041', DETAIL = 'The copy has been thrown away.', HINT = 'Start the job again.';
                    END IF;
                END IF;
            END LOOP;
            RETURN v_taken;
        END
        $t$ $f$, partition_tools_internal.stage_name(p_job_id, 'apply'), c_name, c_root,
        (SELECT string_agg(quote_ident(n), ', ') FROM partition_tools_internal.job_context AS x, unnest(x.columns) AS n WHERE x.job_id = p_job_id),
        (SELECT string_agg('e.' || quote_ident(n), ', ') FROM partition_tools_internal.job_context AS x, unnest(x.columns) AS n WHERE x.job_id = p_job_id),
        partition_tools_internal.row_removal(p_job_id, 'e'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_apply(bigint) IS
    'Writes the function that makes in staging what was recorded by whole rows; it returns how many records it took, -1 after a TRUNCATE, -2 where columns have changed.';
