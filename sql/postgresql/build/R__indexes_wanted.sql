CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_wanted(p_target partition_tools_internal.job_target)
RETURNS TABLE (indexrelid oid, is_unique boolean, definition text, constraint_def text, tablespace text, label text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH candidate AS (
        SELECT x.indexrelid, x.indisunique, x.indisclustered, x.indisreplident, x.indrelid = p_target.template AS own,
               -- What follows the table's name: the prefix is known to the letter, so no quoted name can mislead.
               substr(pg_get_indexdef(x.indexrelid),
                      length(format('CREATE %sINDEX %I ON %s%I.%I ', CASE WHEN x.indisunique THEN 'UNIQUE ' END, i.relname,
                                    CASE WHEN i.relkind = 'I' THEN 'ONLY ' END, tn.nspname, t.relname)) + 1) AS tail,
               CASE WHEN k.oid IS NOT NULL THEN pg_get_constraintdef(k.oid) END AS condef, k.contype,
               coalesce(p_target.tablespace, partition_tools_internal.tablespace_name(i.reltablespace)) AS spcname
          FROM pg_index x
          JOIN pg_class i ON i.oid = x.indexrelid
          JOIN pg_class t ON t.oid = x.indrelid
          JOIN pg_namespace tn ON tn.oid = t.relnamespace
          LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
         WHERE x.indisvalid
           AND x.indrelid IN (SELECT p_target.template
                              UNION
                              SELECT s.relid FROM partition_tools_internal.job_source AS s
                               WHERE s.job_id = p_target.job_id
                                 -- A merge keeps what any of its sources had on top; the default's own indexes stay with what came from it.
                                 AND NOT s.is_default AND NOT p_target.is_default)
    )
    SELECT DISTINCT ON (c.tail, c.condef, c.contype, CASE WHEN c.own THEN c.indexrelid END)
           c.indexrelid, c.indisunique, c.tail, c.condef, c.spcname::text,
           CASE c.contype WHEN 'p' THEN 'pkey' WHEN 'u' THEN 'key' WHEN 'x' THEN 'excl' ELSE 'idx' END
      FROM candidate c
     WHERE c.own OR NOT EXISTS (SELECT FROM candidate o WHERE o.own AND o.tail = c.tail
                                                          AND o.condef IS NOT DISTINCT FROM c.condef AND o.contype IS NOT DISTINCT FROM c.contype)
     ORDER BY c.tail, c.condef, c.contype, CASE WHEN c.own THEN c.indexrelid END, c.indexrelid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.indexes_wanted(partition_tools_internal.job_target) IS
    'The indexes a target is to have, each definition once: those of its template and those that other sources have on top.';
