CREATE OR REPLACE FUNCTION partition_tools_internal.capture_any(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
BEGIN
    -- Unlogged where it would be published. Then a crash empties it, and takes the first row with it, which is no change.
    EXECUTE format('CREATE %s TABLE partition_tools_stage.%I (operation text, by_pid int NOT NULL DEFAULT pg_backend_pid())',
                   CASE WHEN EXISTS (SELECT FROM partition_tools_internal.job AS j, partition_tools_internal.table_publications(j.table_oid) AS p
                                      WHERE j.job_id = p_job_id AND p.work_tables) THEN 'UNLOGGED' ELSE '' END, c_name);
    EXECUTE format('ALTER TABLE partition_tools_stage.%I REPLICA IDENTITY FULL', c_name);
    EXECUTE format('INSERT INTO partition_tools_stage.%I (operation) VALUES (NULL)', c_name);
    -- One change is as good as a million: the archive lacks it. A row that this statement sees is committed, or is this
    -- transaction's own and lives and dies with the change. A serializable writer does not look, lest it conflict with others.
    EXECUTE format($f$
        CREATE OR REPLACE FUNCTION partition_tools_stage.%1$I() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $t$
        BEGIN
            IF current_setting('transaction_isolation') = 'serializable' OR NOT EXISTS (SELECT FROM partition_tools_stage.%1$I AS c WHERE c.operation IS NOT NULL) THEN
                INSERT INTO partition_tools_stage.%1$I (operation) VALUES (TG_OP);
            END IF;
            RETURN NULL;
        END
        $t$ $f$, c_name);
    PERFORM partition_tools_internal.capture_triggers(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_any(bigint) IS
    'Begins to record whether anything in the sources of a job changes, with or without a key.';
