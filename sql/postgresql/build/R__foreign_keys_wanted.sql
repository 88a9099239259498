CREATE OR REPLACE FUNCTION partition_tools_internal.foreign_keys_wanted(p_job_id bigint)
RETURNS TABLE (ordinal int, relid oid, name name, definition text, validated boolean, comment text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT t.ordinal, t.relid, k.conname, d.text,
               -- As weak as the weakest of the sources, all of which have it.
               k.convalidated AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source s JOIN pg_constraint o ON o.conrelid = s.relid
                                               WHERE s.job_id = p_job_id AND o.contype = 'f' AND NOT o.convalidated
                                                 AND regexp_replace(pg_get_constraintdef(o.oid), ' NOT VALID$', '') = d.text),
               obj_description(k.oid, 'pg_constraint')
          FROM partition_tools_internal.job_target t
          JOIN partition_tools_internal.job j ON j.job_id = t.job_id
          JOIN pg_class c ON c.oid = t.template AND (c.relkind = 'r' OR j.action = 'restore')
          JOIN pg_constraint k ON k.conrelid = t.template AND k.contype = 'f'
         CROSS JOIN LATERAL (SELECT regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') AS text) AS d
         WHERE t.job_id = p_job_id
           -- A key to a partitioned table has a copy for each of its partitions, which come by themselves.
           AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
         ORDER BY t.ordinal, k.conname;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.foreign_keys_wanted(bigint) IS
    'The foreign keys that the targets of a job are to have. Empty new partitions get theirs when they are attached; restored ones would be read then, under the lock.';
