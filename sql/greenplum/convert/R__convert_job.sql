CREATE OR REPLACE FUNCTION partition_tools_internal.convert_job(
    p_table regclass, p_column name, p_granularity interval, p_lower_bound interval, p_upper_bound interval, p_tablespace text, p_mode text, p_as_of timestamptz)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    c_policy constant json := json_build_object('partition_by', p_column, 'partition_mode', p_mode);
    k partition_tools_internal.table_key;
    o partition_tools_internal.operation;
    v_job_id bigint;
BEGIN
    IF p_mode <> 'copy' THEN -- NULL leaves it to the session, and that to copy.
        RAISE EXCEPTION 'p_mode must be copy, not %', quote_literal(p_mode) USING ERRCODE = 'PP001', HINT = 'On Greenplum 6 it is the only mode.';
    END IF;
    o := partition_tools_internal.convert_operation(p_granularity, p_lower_bound, p_upper_bound, p_tablespace);
    PERFORM partition_tools_internal.convert_plain(p_table);
    k := partition_tools_internal.convert_key(p_table, p_column, c_policy);
    v_job_id := partition_tools_internal.convert_insert(p_table, c_policy, partition_tools_internal.convert_plan(k, c_policy, ARRAY[o],
                    partition_tools_internal.key_as_of(k, partition_tools_internal.policy_zone(c_policy), p_as_of)), p_as_of);
    -- What it will refuse, it refuses before it is a job.
    PERFORM partition_tools_internal.convert_check(v_job_id), partition_tools_internal.convert_tablespaces(v_job_id);
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_job(regclass, name, interval, interval, interval, text, text, timestamptz) IS
    'Persists a job for partition_table, and returns it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_plain(p_table regclass)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_table) THEN
        RAISE EXCEPTION 'there is no table %', coalesce(p_table::text, 'NULL') USING ERRCODE = 'PP010', HINT = 'Pass the plain table as schema.table.';
    ELSIF EXISTS (SELECT FROM pg_partition AS p WHERE p.parrelid = p_table) THEN
        RAISE EXCEPTION '% is not a plain table', p_table
            USING ERRCODE = 'PP085', DETAIL = 'It is partitioned already.', HINT = 'create_partitions and merge_partitions change its partitions.';
    ELSIF NOT partition_tools_internal.table_is_plain(p_table) THEN
        RAISE EXCEPTION '% is not a plain table', p_table
            USING ERRCODE = 'PP085', DETAIL = 'Views, foreign tables and the like cannot be partitioned.', HINT = 'Pass the plain table as schema.table.';
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
BEGIN
    RETURN partition_tools_internal.job_insert(partition_tools_internal.run_insert('partitioning', p_as_of, p_policy), 1, p_table, p_policy, p_action);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_insert(regclass, json, partition_tools_internal.action, timestamptz) IS
    'A job of a run of its own for an action that converts a table, or the way back.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_tablespaces(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_missing text;
BEGIN
    SELECT t ->> 'tablespace' INTO v_missing FROM partition_tools_internal.job AS j, json_array_elements(j.spec -> 'targets') AS t
     WHERE j.job_id = p_job_id AND (t ->> 'tablespace') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_tablespace AS s WHERE s.spcname = t ->> 'tablespace') LIMIT 1;
    IF v_missing IS NOT NULL THEN
        RAISE EXCEPTION 'there is no tablespace %', quote_ident(v_missing)
            USING ERRCODE = 'PP023', HINT = 'Create it with CREATE TABLESPACE, or correct table_space in the policy.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_tablespaces(bigint) IS 'PP023 for a tablespace of a job that is not there.';
