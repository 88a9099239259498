CREATE OR REPLACE FUNCTION partition_tools_internal.run_insert(p_kind text, p_as_of timestamptz, p_operations json DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Not RETURNING: on Greenplum a segment would ask the master for the number, which listens for that only four times a second while it waits for the row.
    v_run_id bigint := nextval('partition_tools_internal.run_run_id_seq');
    -- Here, too: each segment would have a time of its own.
    v_now    timestamptz := clock_timestamp();
BEGIN
    INSERT INTO partition_tools_internal.run (run_id, kind, as_of, operations, created_at) VALUES (v_run_id, p_kind, p_as_of, p_operations, v_now);
    RETURN v_run_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.run_insert(text, timestamptz, json) IS
    'Begins a run, and returns its id.';
