CREATE OR REPLACE FUNCTION partition_tools_internal.convert_job(
    p_table regclass, p_column name, p_granularity interval, p_lower_bound interval, p_upper_bound interval, p_tablespace text, p_mode text, p_as_of timestamptz)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_policy constant json := json_build_object('partition_by', p_column, 'partition_mode', p_mode);
    k partition_tools_internal.table_key;
    o partition_tools_internal.operation;
    v_job_id bigint;
BEGIN
    IF p_mode NOT IN ('copy', 'adopt') THEN -- NULL leaves it to the session, and that to copy.
        RAISE EXCEPTION 'p_mode must be copy or adopt, not %', quote_literal(p_mode)
            USING ERRCODE = 'PP001', HINT = 'What each of them costs: doc/convert.md.';
    END IF;
    o := partition_tools_internal.convert_operation(p_granularity, p_lower_bound, p_upper_bound, p_tablespace);
    PERFORM partition_tools_internal.convert_plain(p_table);
    k := partition_tools_internal.convert_key(p_table, p_column, c_policy);
    -- With time another plan would end elsewhere: one that has begun goes on.
    v_job_id := partition_tools_internal.adopt_unfinished(p_table, p_column);
    IF v_job_id IS NOT NULL AND coalesce(p_mode, partition_tools_internal.setting('partition_mode', 'copy')) = 'adopt' THEN
        RETURN v_job_id;
    END IF;
    RETURN partition_tools_internal.convert_insert(p_table, c_policy, partition_tools_internal.convert_plan(k, c_policy, ARRAY[o],
               partition_tools_internal.key_as_of(k, partition_tools_internal.policy_zone(c_policy), p_as_of)), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_job(regclass, name, interval, interval, interval, text, text, timestamptz) IS
    'Persists a job for partition_table, and returns it; one that has begun the same is returned again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_plain(p_table regclass)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_kind "char" := (SELECT c.relkind FROM pg_class AS c WHERE c.oid = p_table);
BEGIN
    IF v_kind IS NULL THEN
        RAISE EXCEPTION 'there is no table %', coalesce(p_table::text, 'NULL') USING ERRCODE = 'PP010', HINT = 'Pass the plain table as schema.table.';
    ELSIF v_kind <> 'r' THEN
        RAISE EXCEPTION '% is not a plain table', p_table
            USING ERRCODE = 'PP085', DETAIL = CASE v_kind WHEN 'p' THEN 'It is partitioned already.' ELSE 'Views, foreign tables and the like cannot be partitioned.' END,
                  HINT = CASE v_kind WHEN 'p' THEN 'create_partitions and merge_partitions change its partitions.' ELSE 'Pass the plain table as schema.table.' END;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_plain(regclass) IS 'PP010 where there is no such table, PP085 where it is no plain one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_insert(
    p_table regclass, p_policy json, p_action partition_tools_internal.action, p_as_of timestamptz)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_run_id bigint;
    v_job_id bigint := partition_tools_internal.job_unfinished(p_table, p_action);
BEGIN
    IF v_job_id IS NULL THEN
        INSERT INTO partition_tools_internal.run (kind, as_of, operations) VALUES ('partitioning', p_as_of, p_policy) RETURNING run_id INTO v_run_id;
        v_job_id := partition_tools_internal.job_insert(v_run_id, 1, p_table, p_policy, p_action);
    END IF;
    -- What it will refuse, it refuses before it is a job.
    PERFORM partition_tools_internal.convert_check(v_job_id);
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_insert(regclass, json, partition_tools_internal.action, timestamptz) IS
    'A job for the action that converts a table: one that has begun it, or a new one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_plan(
    p_key partition_tools_internal.table_key, p_policy json, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.convert_settings(p_policy) ->> 'mode' = 'adopt' THEN
        RETURN partition_tools_internal.adopt_action(p_key, p_operations, p_as_of);
    END IF;
    RETURN partition_tools_internal.convert_action(p_key, p_operations, p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_plan(partition_tools_internal.table_key, json, partition_tools_internal.operation[], timestamptz) IS
    'The action that makes a partitioned table of a plain one, by copy or, where the policy or the session wants it, by adopting it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_unfinished(p_table regclass, p_column name)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT max(j.job_id) FROM partition_tools_internal.job AS j
             WHERE j.table_oid = p_table AND j.ended_at IS NULL AND j.action = 'convert' AND j.spec ->> 'mode' = 'adopt' AND j.spec ->> 'key_column' = p_column
               AND (partition_tools_internal.job_latest(j.job_id)).state IN ('running', 'failed')
               AND NOT partition_tools_internal.cancel_requested(j.job_id) AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_unfinished(regclass, name) IS
    'A job that has begun to adopt a table; NULL where there is none.';
