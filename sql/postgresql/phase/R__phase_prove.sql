CREATE OR REPLACE FUNCTION partition_tools_internal.phase_prove(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_default oid := partition_tools_internal.default_to_prove(p_job_id);
BEGIN
    IF v_default IS NOT NULL
       -- It is there where the job has come back to this phase.
       AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = v_default AND k.conname = partition_tools_internal.stage_name(p_job_id, 'default') AND k.convalidated) THEN
        PERFORM partition_tools_internal.lock_out_vacuum(ARRAY[v_default]);
        PERFORM partition_tools_internal.lock_table(v_default, 'ACCESS EXCLUSIVE');
        PERFORM partition_tools_internal.default_constraint(p_job_id, v_default, 'NOT VALID');
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_prove(bigint) IS
    'Phase prove: gives a default partition that stays a constraint that it holds no row of the targets. Locks: ACCESS EXCLUSIVE on the default partition, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_to_prove(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default oid := partition_tools_internal.other_default(p_job_id);
BEGIN
    -- Attaching a partition reads the whole default partition, locked, unless a constraint proves that it holds nothing
    -- of the range. A small one is read at the swap: the constraint would refuse rows of the new partitions until then.
    RETURN CASE WHEN pg_relation_size(v_default) > partition_tools_internal.small_default()
                     OR EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN v_default END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_to_prove(bigint) IS
    'The default partition that stays and has to be proved to hold no row of a job''s targets; NULL where there is none, or it is read at the swap.';
