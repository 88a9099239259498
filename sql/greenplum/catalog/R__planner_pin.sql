CREATE OR REPLACE FUNCTION partition_tools_internal.planner_pin()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_routine regprocedure;
BEGIN
    -- Planning asks hundreds of small questions of the catalogue, and GPORCA takes milliseconds for each. What every engine
    -- shares cannot carry the setting, for others do not have it.
    FOR v_routine IN
        SELECT p.oid FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname = 'partition_tools' AND NOT ('optimizer=off' = ANY (coalesce(p.proconfig, '{}')))
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET optimizer = off', v_routine);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.planner_pin() IS
    'The end of every deploy: turns GPORCA off inside the public routines, and so in all that they call.';
