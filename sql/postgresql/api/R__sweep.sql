CREATE OR REPLACE PROCEDURE partition_tools.sweep(p_table regclass DEFAULT NULL)
LANGUAGE plpgsql
AS $$
DECLARE
    v_gone  int;
    v_total bigint := 0;
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    LOOP
        -- With an older snapshot, what another removes meanwhile would be an error.
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        v_gone := partition_tools_internal.history_sweep(p_table, 1000);
        v_total := v_total OPERATOR(pg_catalog.+) v_gone;
        COMMIT;
        EXIT WHEN v_gone OPERATOR(pg_catalog.=) 0;
    END LOOP;
    RAISE NOTICE '% jobs removed from the history', v_total;
END
$$;
COMMENT ON PROCEDURE partition_tools.sweep(regclass) IS
'Removes from the history what is old: jobs that have ended, their events, and runs of which nothing is left. run does the same for its table, a hundred jobs at a time, so this is needed only for tables that no policy looks after any more, and after partition_tools.history was shortened.

p_table: only jobs of this table; default all on whose tables the caller may work.

Jobs stay that have not ended; data migrations, from which later ones go on; conversions, as long as their table exists; what archives and restored partitions refer to. Session setting: partition_tools.history (default 90 days), how long jobs are remembered after their end; off: for ever.

Commits after each thousand jobs, so it cannot be called inside a transaction block. Locks: none on any table but the bookkeeping, and there only rows of jobs that have ended.

Errors: 22023 for a setting that is no length of time; 2D000 inside a transaction block.';
