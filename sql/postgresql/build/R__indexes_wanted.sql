CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_wanted(p_target partition_tools_internal.job_target)
RETURNS TABLE (indexrelid oid, is_unique boolean, definition text, constraint_def text, tablespace text, label text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_converts boolean := partition_tools_internal.job_converts(p_target.job_id);
    -- A conversion has given the new table its indexes already, as it can have them.
    v_parent oid := CASE WHEN v_converts THEN partition_tools_internal.convert_root(p_target.job_id)
                         ELSE (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_target.job_id) END;
BEGIN
    RETURN QUERY
    WITH candidate AS (
        SELECT x.indexrelid, x.indisunique, x.indrelid = p_target.template AS own, partition_tools_internal.index_tail(x.indexrelid) AS tail,
               CASE WHEN k.oid IS NOT NULL THEN pg_get_constraintdef(k.oid) END AS condef, k.contype,
               coalesce(p_target.tablespace, partition_tools_internal.tablespace_name(i.reltablespace)) AS spcname
          FROM pg_index x
          JOIN pg_class i ON i.oid = x.indexrelid
          LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
          LEFT JOIN pg_inherits h ON h.inhrelid = x.indexrelid
         WHERE CASE WHEN x.indrelid = v_parent
                    -- Of the table those that the template lacks, because they are on the table only: ATTACH would build them, locked.
                    THEN NOT EXISTS (SELECT FROM pg_inherits o JOIN pg_index l ON l.indexrelid = o.inhrelid
                                      WHERE o.inhparent = x.indexrelid AND l.indrelid = p_target.template)
                    WHEN x.indrelid = p_target.template THEN x.indisvalid AND NOT v_converts
                    -- A merge keeps what any of its sources had on top; the default's own indexes stay with what came from it.
                    ELSE x.indisvalid AND h.inhparent IS NULL AND NOT p_target.is_default
                         AND x.indrelid IN (SELECT s.relid FROM partition_tools_internal.job_source AS s
                                             WHERE s.job_id = p_target.job_id AND NOT s.is_default) END
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
    'The indexes a target is to have, each definition once: those of its template, those that other sources have on top, and those that only the table has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_pending(p_target partition_tools_internal.job_target)
RETURNS TABLE (wanted oid, built oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By definition, twins in order: names are of the staging area, and what was built is not written down.
    RETURN QUERY
    WITH w AS (
        SELECT i.indexrelid, d.key, row_number() OVER (PARTITION BY d.key ORDER BY i.indexrelid) AS twin
          FROM partition_tools_internal.indexes_wanted(p_target) AS i, LATERAL (SELECT coalesce('constraint ' || i.constraint_def, i.is_unique || i.definition) AS key) AS d
    ), b AS (
        SELECT x.indexrelid, d.key, row_number() OVER (PARTITION BY d.key ORDER BY x.indexrelid) AS twin
          FROM pg_index AS x LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x'),
               LATERAL (SELECT coalesce('constraint ' || pg_get_constraintdef(k.oid), x.indisunique || partition_tools_internal.index_tail(x.indexrelid)) AS key) AS d
         WHERE x.indrelid = p_target.relid
           -- The job's own: see phase digest.
           AND x.indexrelid NOT IN (SELECT c.oid FROM pg_class AS c WHERE c.relname = partition_tools_internal.stage_name(p_target.job_id, format('t%s_digest', p_target.ordinal)))
    )
    SELECT w.indexrelid, b.indexrelid FROM w FULL JOIN b ON b.key = w.key AND b.twin = w.twin;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.indexes_pending(partition_tools_internal.job_target) IS
    'The indexes a target is to have beside those it has; NULL where one is missing, or superfluous.';
