CREATE OR REPLACE FUNCTION partition_tools_internal.run_sweep(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- DELETE would lock the bookkeeping against all other jobs until the transaction of run ends.
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.run_sweep(oid) IS
    'At the end of run: nothing on this engine, whose history is removed by hand.';
