CREATE OR REPLACE FUNCTION partition_tools_internal.convert_oldest(p_key partition_tools_internal.table_key)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
-- A policy that hides rows from the caller would hide the oldest, too: then it is an error.
SET search_path = pg_catalog, pg_temp SET row_security = off SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_oldest text;
BEGIN
    EXECUTE format('SELECT (SELECT %1$I FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I LIMIT 1)::text', p_key.column_name, p_key.table_oid::regclass) INTO v_oldest;
    IF v_oldest IN ('-infinity', 'infinity') THEN
        v_oldest := NULL;
    END IF;
    RETURN partition_tools_internal.key_decode(p_key, v_oldest);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_oldest(partition_tools_internal.table_key) IS
    'The time of the oldest row of a plain table, on the axis of its key; NULL where it has none. Reads an index on the column, or the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_converts(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.action = 'convert');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_converts(bigint) IS
    'Whether a job makes a partitioned table of a plain one.';
