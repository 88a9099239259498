CREATE OR REPLACE FUNCTION partition_tools_internal.job_made_bytes(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT partition_tools_internal.job_has_made(p_job_id) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)
              FROM pg_class AS c
             WHERE c.relkind = 'r' AND NOT c.relispartition AND c.relname LIKE replace(partition_tools_internal.stage_name(p_job_id, ''), '_', '\_') || '%'
                OR c.oid IN (SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND NOT EXISTS (
                                 -- Where it has swapped, its targets are the table's own.
                                 SELECT FROM pg_inherits AS i JOIN partition_tools_internal.job AS j ON j.table_oid = i.inhparent
                                  WHERE i.inhrelid = t.relid AND j.job_id = p_job_id)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_made_bytes(bigint) IS
    'Bytes of what an unfinished job has made and not removed yet, staging and capture above all; NULL where nothing stands of it.';
