CREATE OR REPLACE FUNCTION partition_tools_internal.phase_adopt_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.convert_check(p_job_id);
    PERFORM partition_tools_internal.check_locks(p_job_id);
    PERFORM partition_tools_internal.convert_stage(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_adopt_prepare(bigint) IS
    'Phase adopt_prepare: makes the partitioned table with all its partitions but the one that the plain table becomes. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_adopt_index(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.adopt_build(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_adopt_index(bigint) IS
    'Phase adopt_index: the unique keys of the plain table with the column by which it is partitioned. Locks: none by itself, for it waits for an index that is built concurrently (PP090); SHARE on a small table, for about 300 ms at most.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopted_target(p_job_id bigint)
RETURNS TABLE (schema_name name, name name, upper_text text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT (a.t ->> 'schema')::name, (a.t ->> 'name')::name, a.t ->> 'upper'
          FROM (SELECT j.spec -> 'targets' -> json_array_length(j.spec -> 'targets') - 1 AS t FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) AS a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopted_target(bigint) IS
    'The partition that the plain table of a job becomes, whose lower bound is MINVALUE.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_adopt_check(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    j partition_tools_internal.job;
    v_root oid := partition_tools_internal.convert_root(p_job_id);
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    IF partition_tools_internal.adopt_checked(p_job_id) IS NOT NULL THEN
        -- After a phase that the job went back to.
        RETURN s;
    END IF;
    -- A job that was left standing: rows of now would be refused.
    IF (SELECT r.as_of + (clock_timestamp() - r.created_at) + interval '10 minutes' > partition_tools_internal.key_decode(partition_tools_internal.table_key(v_root, (SELECT r.operations)), a.upper_text)
          FROM partition_tools_internal.run AS r, partition_tools_internal.adopted_target(p_job_id) AS a WHERE r.run_id = j.run_id) THEN
        RAISE EXCEPTION 'job % was planned too long ago: rows of now are about to lie beyond the partition that % becomes', p_job_id, j.table_oid::regclass
            USING ERRCODE = 'PP087', HINT = format('CALL partition_tools.cancel(%s), and convert the table again, which plans anew.', p_job_id);
    END IF;
    PERFORM partition_tools_internal.lock_out_vacuum(ARRAY[j.table_oid]);
    PERFORM partition_tools_internal.lock_table(j.table_oid, 'ACCESS EXCLUSIVE');
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (%s) NOT VALID', j.table_oid::regclass, partition_tools_internal.stage_name(p_job_id, 'default'),
                   (SELECT partition_tools_internal.range_predicate(partition_tools_internal.key_column(v_root), partition_tools_internal.key_type_name(v_root), NULL, a.upper_text)
                      FROM partition_tools_internal.adopted_target(p_job_id) AS a));
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_adopt_check(bigint) IS
    'Phase adopt_check: a constraint on the plain table, not validated, that its rows lie in the partition that it becomes; it takes earlier rows, and those of now. Locks: ACCESS EXCLUSIVE on the table, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_adopt_validate(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_table oid := partition_tools_internal.adopted_table(p_job_id);
    v_until text := (SELECT a.upper_text FROM partition_tools_internal.adopted_target(p_job_id) AS a);
BEGIN
    IF partition_tools_internal.adopt_checked(p_job_id) IS NULL THEN
        s.back_to := 'adopt_check';
        RETURN s;
    END IF;
    BEGIN
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', v_table::regclass, partition_tools_internal.stage_name(p_job_id, 'default'));
    EXCEPTION WHEN check_violation THEN
        RAISE EXCEPTION '% has rows that do not lie before %, or have no value', v_table::regclass, v_until
            USING ERRCODE = 'PP087', DETAIL = 'They have come since the conversion was planned, or the column can be NULL.',
                  HINT = format('CALL partition_tools.cancel(%s), and convert the table again, which plans anew; or by mode copy, which puts rows without a value into the default partition.', p_job_id);
    END;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_adopt_validate(bigint) IS
    'Phase adopt_validate: reads the plain table once, to prove that it can be the partition. Locks: SHARE UPDATE EXCLUSIVE on the table, which blocks no reader or writer.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_checked(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- NULL where it is not there, false where it is not proved yet.
    RETURN (SELECT k.convalidated FROM pg_constraint AS k
             WHERE k.conrelid = partition_tools_internal.adopted_table(p_job_id) AND k.conname = partition_tools_internal.stage_name(p_job_id, 'default'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_checked(bigint) IS
    'Whether the constraint of phase adopt_check has been validated; NULL where the table does not have it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_undo(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := partition_tools_internal.adopted_table(p_job_id);
    r record;
BEGIN
    IF v_table IS NULL THEN
        RETURN;
    END IF;
    FOR r IN SELECT c.oid::regclass AS index FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
              WHERE x.indrelid = v_table AND c.relname ~ format('^partition_tools_j%s_a[0-9]+$', p_job_id) LOOP
        EXECUTE format('DROP INDEX %s', r.index);
    END LOOP;
    IF partition_tools_internal.job_keeps(p_job_id) THEN
        PERFORM partition_tools_internal.adopt_narrow_drop(v_table, (SELECT j.spec -> 'widened' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_undo(bigint) IS
    'Takes from a table that was to be adopted what the job has built on it; of one that was, when there is to be no way back, the keys that only the plain table had. Locks: ACCESS EXCLUSIVE on it, for milliseconds.';
