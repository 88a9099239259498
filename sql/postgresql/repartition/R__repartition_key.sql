CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_key(p_partition oid)
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT array_agg(a.attname ORDER BY k.position)
          FROM pg_index i
         CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE i.indexrelid = partition_tools_internal.repartition_index(p_partition) AND k.position <= i.indnkeyatts);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_key(oid) IS
    'The columns by which changed rows of a partition are captured; NULL where it has no usable key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_index(p_partition oid)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.deletes_refused(p_partition) THEN
        RETURN NULL;
    END IF;
    -- Catching up deletes and re-reads all rows with a captured key, so the columns must be few and indexed; that they
    -- are unique only keeps the groups small. The first column must refuse NULL, so that the index finds a group.
    RETURN (
        SELECT x.indexrelid
          FROM pg_index x
         WHERE x.indrelid = p_partition AND x.indisunique AND x.indisvalid AND x.indimmediate
           AND x.indpred IS NULL AND x.indexprs IS NULL
           AND EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = x.indrelid AND n.attnum = x.indkey[0] AND n.attnotnull)
         ORDER BY x.indisprimary DESC, x.indisreplident DESC, x.indnkeyatts, x.indexrelid
         LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_index(oid) IS
    'The index whose columns identify a partition''s rows for capture: its primary key, else a unique index whose first column is NOT NULL; NULL where it has neither.';

CREATE OR REPLACE FUNCTION partition_tools_internal.deletes_refused(p_partition oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_refused boolean := false;
BEGIN
    -- From PostgreSQL 18 on a table whose replica identity has unpublished generated columns cannot be deleted from, and
    -- a publication of all tables takes in the staging tables.
    IF current_setting('server_version_num')::int >= 180000 THEN
        EXECUTE $q$ SELECT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = $1 AND a.attgenerated = 's' AND NOT a.attisdropped)
                       AND EXISTS (SELECT FROM pg_publication p WHERE p.puballtables AND (p.pubupdate OR p.pubdelete) AND p.pubgencols = 'n') $q$
           INTO v_refused USING p_partition;
    END IF;
    RETURN v_refused;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.deletes_refused(oid) IS
    'Whether staging tables like a partition could not be caught up, because PostgreSQL refuses deletes on them.';
