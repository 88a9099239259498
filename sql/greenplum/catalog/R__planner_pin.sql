CREATE OR REPLACE FUNCTION partition_tools_internal.planner_pin()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_routine regprocedure;
BEGIN
    -- Planning asks hundreds of small questions of the catalogue, and GPORCA takes milliseconds for each. What every engine
    -- shares cannot carry the setting, for others do not have it. What views call is entered from a query of anybody.
    FOR v_routine IN
        SELECT p.oid FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE NOT ('optimizer=off' = ANY (coalesce(p.proconfig, '{}')))
           AND (n.nspname = 'partition_tools'
                OR n.nspname = 'partition_tools_internal' AND EXISTS (
                    SELECT FROM pg_depend AS d JOIN pg_rewrite AS r ON r.oid = d.objid JOIN pg_class AS v ON v.oid = r.ev_class
                     WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid AND v.relnamespace = (SELECT s.oid FROM pg_namespace AS s WHERE s.nspname = 'partition_tools')))
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET optimizer = off', v_routine);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.planner_pin() IS
    'The end of every deploy: turns GPORCA off inside the public routines and those that views call, and so in all that they call.';
