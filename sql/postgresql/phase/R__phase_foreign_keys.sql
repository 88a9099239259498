CREATE OR REPLACE FUNCTION partition_tools_internal.phase_foreign_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    -- Staging holds no row that its source does not, for any snapshot: a stale one would forbid others to delete what it
    -- refers to. So this comes after settle.
    PERFORM partition_tools_internal.leaf_give((t.target).relid, t.wanted, '{foreign key}')
       FROM partition_tools_internal.targets_wanted(p_job_id, '{foreign key}') AS t;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_foreign_keys(bigint) IS
    'Phase foreign_keys: adds the foreign keys of the targets, not yet validated. Locks: SHARE ROW EXCLUSIVE on the tables they refer to, and on the staging tables, for milliseconds.';
