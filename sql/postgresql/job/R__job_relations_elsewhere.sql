CREATE OR REPLACE FUNCTION partition_tools_internal.job_relations_elsewhere(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_swapped boolean := partition_tools_internal.phase_swapped((partition_tools_internal.job_latest(p_job_id)).phase);
BEGIN
    -- A partition of the table is known by that. One that has been taken off is about to be dropped: it has to bear the name
    -- that it had, or the one that the job has given it.
    RETURN coalesce((
        SELECT format('Partition %I.%I had OID %s, and that OID has %s.', s.schema_name, s.name, s.relid, c.oid::regclass)
          FROM partition_tools_internal.job_source AS s
          JOIN partition_tools_internal.job AS j ON j.job_id = s.job_id
          JOIN pg_class AS c ON c.oid = s.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE s.job_id = p_job_id AND s.relid <> j.table_oid
           AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = s.relid AND i.inhparent = j.table_oid)
           AND (c.relispartition OR c.relkind <> 'r' OR c.relname <> ALL (ARRAY[s.name, partition_tools_internal.stage_name(p_job_id, 's' || s.ordinal)]))
         ORDER BY s.ordinal LIMIT 1), (
        SELECT format('Staging table %I had OID %s, and that OID has %s.', partition_tools_internal.stage_name(p_job_id, 't' || t.ordinal), t.relid, c.oid::regclass)
          FROM partition_tools_internal.job_target AS t JOIN pg_class AS c ON c.oid = t.relid
         -- Once it is a partition, it is its owner's.
         WHERE t.job_id = p_job_id AND NOT v_swapped
           AND c.relname <> partition_tools_internal.stage_name(p_job_id, 't' || t.ordinal)
           -- Under the table that a conversion builds they have their names already.
           AND NOT (c.relname = t.name AND EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = t.relid AND i.inhparent = partition_tools_internal.convert_root(p_job_id)))
         ORDER BY t.ordinal LIMIT 1));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_relations_elsewhere(bigint) IS
    'Which of the tables that a running job has noted has become another one; NULL where none has.';
