CREATE OR REPLACE FUNCTION partition_tools_internal.check_space(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_bytes bigint := (SELECT sum(pg_total_relation_size(s.relid)) FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
BEGIN
    IF v_bytes > partition_tools_internal.space_limit() THEN
        RAISE EXCEPTION 'job % would take about % beside the table', p_job_id, pg_size_pretty(v_bytes)
            USING ERRCODE = 'PP048', DETAIL = format('partition_tools.space_limit allows %s. Nothing has been made.', pg_size_pretty(partition_tools_internal.space_limit())),
                  HINT = 'Raise partition_tools.space_limit where the disk has room, or let an action take fewer partitions.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_space(bigint) IS
    'Refuses, with PP048, a job that would take more space than partition_tools.space_limit allows: better now than when the disk is full.';

CREATE OR REPLACE FUNCTION partition_tools_internal.space_limit()
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN pg_size_bytes(partition_tools_internal.setting('space_limit', NULL));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.space_limit() IS
    'Bytes that one job may take beside its table (partition_tools.space_limit); NULL where nobody has set it, for the server does not tell how much is free.';

CREATE OR REPLACE FUNCTION partition_tools_internal.space_refusal(p_bytes bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN p_bytes > partition_tools_internal.space_limit()
                THEN format('PP048: it takes about %s, and partition_tools.space_limit allows %s', pg_size_pretty(p_bytes), pg_size_pretty(partition_tools_internal.space_limit())) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.space_refusal(bigint) IS
    'In the words of a plan: why an action that takes so many bytes beside its table will be refused; NULL where it will not.';
