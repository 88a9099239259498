CREATE OR REPLACE FUNCTION partition_tools_internal.phase_drop(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    r record;
BEGIN
    -- A transaction of its own: removing a large file takes time, and nobody but us can see the table any more.
    FOR r IN SELECT c.oid FROM partition_tools_internal.job_source j JOIN pg_class c ON c.oid = j.relid
              WHERE j.job_id = p_job_id AND NOT c.relispartition LOOP
        EXECUTE format('DROP TABLE %s', r.oid::regclass);
    END LOOP;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_drop(bigint) IS
    'Phase drop: removes the partition that phase detach took off. Locks: none on the table.';
