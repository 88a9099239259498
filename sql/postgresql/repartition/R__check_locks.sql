CREATE OR REPLACE FUNCTION partition_tools_internal.check_locks(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_room   bigint := current_setting('max_locks_per_transaction')::bigint
                       * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint);
    v_needed bigint;
BEGIN
    -- The swap locks every target and source with its indexes, its TOAST table and that one's index, all at once.
    SELECT (json_array_length(j.spec -> 'targets') + json_array_length(j.spec -> 'sources'))
           * (4 + (SELECT count(*) FROM pg_index x WHERE x.indrelid = j.table_oid)) INTO v_needed
      FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF v_needed > v_room * 0.8 THEN
        RAISE EXCEPTION 'job % would lock about % objects at once, and the server has room for %', p_job_id, v_needed, v_room
            USING ERRCODE = 'PP025', DETAIL = 'The room is max_locks_per_transaction times max_connections.',
                  HINT = 'Raise max_locks_per_transaction, or make fewer partitions at a time with limit_operations.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_locks(bigint) IS
    'Refuses, with PP025, a job whose swap would exhaust the lock table: better now than after the copy.';
