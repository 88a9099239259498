CREATE OR REPLACE FUNCTION partition_tools_internal.swap_names(
    p_job partition_tools_internal.job, p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name name;
    r record;
BEGIN
    FOR r IN
        SELECT i.relname, n.nspname, c.relname AS table_name, x.indexrelid
          FROM unnest(p_targets) AS t
          JOIN pg_class c ON c.oid = t.relid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_index x ON x.indrelid = c.oid
          JOIN pg_class i ON i.oid = x.indexrelid
         WHERE left(i.relname, length(partition_tools_internal.stage_name(p_job.job_id, ''))) = partition_tools_internal.stage_name(p_job.job_id, '')
    LOOP
        v_name := partition_tools_internal.index_name(r.nspname, r.table_name, r.indexrelid);
        IF EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = r.indexrelid) THEN
            EXECUTE format('ALTER TABLE %I.%I RENAME CONSTRAINT %I TO %I', r.nspname, r.table_name, r.relname, v_name);
        ELSE
            EXECUTE format('ALTER INDEX %I.%I RENAME TO %I', r.nspname, r.relname, v_name);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_names(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'Gives the indexes that a job has built their final names, when the old ones are free.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_name(p_schema name, p_table name, p_index oid)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_number int := 0;
    v_suffix text;
    v_name   name;
BEGIN
    -- As the server would name it: table, columns, kind.
    SELECT '_' || partition_tools_internal.cut_bytes(regexp_replace((
               SELECT string_agg(coalesce(nullif(pg_get_indexdef(p_index, a.attnum, false), ''), 'expr'), '_' ORDER BY a.attnum)
                 FROM (SELECT g.attnum FROM pg_attribute g WHERE g.attrelid = p_index AND g.attnum > 0) AS a), '[^[:alnum:]_]+', '_', 'g'), 25)
           || CASE WHEN x.indisprimary THEN '_pkey' WHEN x.indisunique THEN '_key' ELSE '_idx' END
      INTO v_suffix FROM pg_index x WHERE x.indexrelid = p_index;
    LOOP
        v_name := partition_tools_internal.short_name(p_table, v_suffix || CASE WHEN v_number > 0 THEN v_number::text ELSE '' END);
        EXIT WHEN NOT partition_tools_internal.relation_exists(p_schema, v_name);
        v_number := v_number + 1;
    END LOOP;
    RETURN v_name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_name(name, name, oid) IS
    'The final name of an index of a new partition: table_columns_idx, made unique.';
