CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up_round(p_job_id bigint, p_limit bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.catch_up(p_job_id, p_limit);
EXCEPTION WHEN unique_violation OR exclusion_violation THEN
    -- A value has passed from one row to another, and only one of the two is in this round. Nothing of it has happened, for it
    -- was a transaction of its own: so all that is recorded is taken at once, where both are.
    RETURN partition_tools_internal.catch_up(p_job_id, NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_round(bigint, bigint) IS
    'One round of catching up: at most p_limit records, or all of them where that many cannot be had alone; returns how many it took.';
