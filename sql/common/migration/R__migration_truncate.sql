CREATE OR REPLACE FUNCTION partition_tools_internal.migration_truncate(p_targets regclass[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_until  timestamptz := clock_timestamp() + partition_tools_internal.setting('lock_patience', '10 minutes')::interval;
    v_before text := current_setting('lock_timeout');
    v_list   text := (SELECT string_agg(t::text, ', ' ORDER BY t::oid) FROM unnest(p_targets) AS t);
    v_message text;
BEGIN
    IF v_list IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    LOOP
        BEGIN
            -- All at once, so that foreign keys between them do not matter.
            EXECUTE 'TRUNCATE ' || v_list;
            EXIT;
        EXCEPTION
            WHEN lock_not_available OR deadlock_detected THEN
                -- Standing back lets those through who queued behind us.
                IF clock_timestamp() > v_until THEN
                    RAISE EXCEPTION 'could not lock % to truncate it', v_list USING ERRCODE = 'PP050', HINT = 'End the sessions that use it, or run again later.';
                END IF;
                PERFORM pg_sleep(0.5 + random());
            WHEN feature_not_supported THEN
                GET STACKED DIAGNOSTICS v_message = PG_EXCEPTION_DETAIL;
                RAISE EXCEPTION '% cannot be truncated: foreign keys point at it', v_list
                    USING ERRCODE = 'PP067', DETAIL = v_message,
                          HINT = 'Let the same run truncate the tables that refer to it, or drop the foreign keys for the time of the migration.';
        END;
    END LOOP;
    PERFORM set_config('lock_timeout', v_before, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_truncate(regclass[]) IS
    'Truncates the targets of a run, in one statement. PP067 where foreign keys of other tables point at one of them, PP050 where a lock cannot be had. Locks: ACCESS EXCLUSIVE, until the caller commits.';
