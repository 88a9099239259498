CREATE OR REPLACE FUNCTION partition_tools_internal.phase_foreign_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    t partition_tools_internal.job_target;
    v_at json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_ordinal int := coalesce((v_at ->> 'target')::int,
                              (SELECT min(f.ordinal) FROM partition_tools_internal.foreign_keys_wanted(p_job_id) AS f));
BEGIN
    -- Staging holds no row that its source does not, for any snapshot: a stale one would forbid others to delete what it
    -- refers to. So this comes after settle.
    s.position := partition_tools_internal.tries_so_far(v_at);
    IF v_ordinal IS NULL THEN
        RETURN s;
    END IF;
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS o WHERE o.job_id = p_job_id AND o.ordinal = v_ordinal;
    PERFORM partition_tools_internal.lock_together(t.relid, ARRAY[t.relid], 'SHARE ROW EXCLUSIVE',
                partition_tools_internal.referenced_tables(partition_tools_internal.job_relids(p_job_id)), 'SHARE ROW EXCLUSIVE');
    PERFORM partition_tools_internal.leaf_give(t.relid, partition_tools_internal.keys_inert(t, partition_tools_internal.job_wanted(t, '{foreign key}')), '{foreign key}');
    -- The mirror writes to all targets by now. Writers that touch several, in any order, would hardly ever leave all of them free at once.
    s.again := EXISTS (SELECT FROM partition_tools_internal.job_target AS o WHERE o.job_id = p_job_id AND o.ordinal > v_ordinal);
    IF s.again THEN
        s.position := partition_tools_internal.json_with(s.position, json_build_object('target', v_ordinal + 1));
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_foreign_keys(bigint) IS
    'Phase foreign_keys: adds the foreign keys of one target, not yet validated, and inert until the swap. Locks: SHARE ROW EXCLUSIVE on the tables they refer to, and on the staging table, for milliseconds.';
