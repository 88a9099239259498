CREATE OR REPLACE FUNCTION partition_tools_internal.job_lock_key(p_job_id bigint)
RETURNS int
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (p_job_id % 2147483648)::int;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_lock_key(bigint) IS
    'Second key of the advisory lock that a session holds while it works on a job; the first is 1347702786.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock_key(p_table oid)
RETURNS int
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_table::int8::bit(32)::int;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock_key(oid) IS
    'Second key of the advisory lock that a session holds while it changes the partitions of a table; the first is 1347702785.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_lock_key(p_job_id bigint)
RETURNS int
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Jobs of a data migration share a target, and those that restore a plain table have none yet; what two of them must not
    -- share is a job. Negative numbers are free: a
    -- table's oid would have to be above 2^31 to be among them.
    RETURN (SELECT CASE WHEN j.operation = 'migrate' OR j.table_oid = 0 THEN -1 - partition_tools_internal.job_lock_key(j.job_id)
                        ELSE partition_tools_internal.table_lock_key(j.table_oid) END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_lock_key(bigint) IS
    'Second key of the advisory lock that is taken before a job is begun: of its table, or, for a data migration or a plain table to be restored, of the job alone. The first is 1347702785.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_migrates(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.operation = 'migrate');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_migrates(bigint) IS 'Whether a job belongs to a data migration.';
