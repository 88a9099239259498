CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_root(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.convert_build_root(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_root(bigint) IS
    'Phase convert_root: the owner and the indexes of the new table, which its partitions get next. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_join(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    t partition_tools_internal.job_target;
    r record;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    PERFORM partition_tools_internal.convert_join_indexes(p_job_id);
    FOR r IN
        -- A partitioned table has no CLUSTER mark; its partitions have.
        SELECT x.indrelid::regclass AS leaf, c.relname AS index
          FROM partition_tools_internal.convert_indexes_pending(p_job_id) AS p JOIN pg_index AS w ON w.indexrelid = p.wanted AND w.indisclustered
          JOIN pg_inherits AS h ON h.inhparent = p.built JOIN pg_index AS x ON x.indexrelid = h.inhrelid JOIN pg_class AS c ON c.oid = x.indexrelid
    LOOP
        EXECUTE format('ALTER TABLE %s CLUSTER ON %I', r.leaf, r.index);
    END LOOP;
    PERFORM partition_tools_internal.build_kinds(t, '{statistics target,column option,default,statistics,comment}');
    -- Their names are free, and this would take a while under the lock.
    PERFORM partition_tools_internal.rename_table(l.relid, l.schema_name, l.name)
       FROM partition_tools_internal.job_target AS l JOIN pg_class AS c ON c.oid = l.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = l.schema_name
      WHERE l.job_id = p_job_id;
    PERFORM partition_tools_internal.analyze_whole(t.relid);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_join(bigint) IS
    'Phase convert_join: makes the indexes of the partitions parts of those of the new table, and gives that what else it can have before the switch. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    t partition_tools_internal.job_target;
    k record;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    PERFORM partition_tools_internal.lock_together(t.relid, ARRAY[t.relid], 'SHARE ROW EXCLUSIVE', partition_tools_internal.referenced_tables(ARRAY[t.template]), 'SHARE ROW EXCLUSIVE');
    FOR k IN SELECT c.conname, pg_get_constraintdef(c.oid) AS definition, obj_description(c.oid, 'pg_constraint') AS comment,
                    EXISTS (SELECT FROM partition_tools_internal.job_target AS g JOIN pg_constraint AS d ON d.conrelid = g.relid AND d.conname = c.conname AND d.contype = 'f' AND d.condeferred
                             WHERE g.job_id = p_job_id) AS deferred
               FROM pg_constraint AS c WHERE c.conrelid = t.template AND c.contype = 'f'
                AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid)
                AND NOT EXISTS (SELECT FROM pg_constraint AS n WHERE n.conrelid = t.relid AND n.contype = 'f' AND n.conname = c.conname) LOOP
        -- Every partition has it, validated: PostgreSQL joins them, and reads nothing. As they are: see keys_inert.
        PERFORM partition_tools_internal.convert_foreign_key(t.relid, k.conname, CASE WHEN k.deferred THEN partition_tools_internal.key_deferred(k.definition) ELSE k.definition END, k.comment);
    END LOOP;
    s.position := partition_tools_internal.tries_so_far((partition_tools_internal.job_latest(p_job_id)).position);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_keys(bigint) IS
    'Phase convert_keys: the foreign keys of the new table, which all its partitions have. Locks: SHARE ROW EXCLUSIVE on the tables that they refer to, for milliseconds.';
