CREATE OR REPLACE FUNCTION partition_tools_internal.stage_copy(
    p_job partition_tools_internal.job, p_stage oid, p_sources partition_tools_internal.leaf[])
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_columns text := (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
                        WHERE a.attrelid = p_job.table_oid AND a.attnum > 0 AND NOT a.attisdropped);
    v_rows    bigint := 0;
    v_some    bigint;
    s partition_tools_internal.leaf;
BEGIN
    FOREACH s IN ARRAY p_sources LOOP
        EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM ONLY %s', p_stage::regclass, v_columns, s.relid::regclass);
        GET DIAGNOSTICS v_some = ROW_COUNT;
        v_rows := v_rows + v_some;
    END LOOP;
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_copy(partition_tools_internal.job, oid, partition_tools_internal.leaf[]) IS
    'Copies the rows of a job''s sources in one pass, and returns how many. The staging table refuses a row that no target takes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_release(
    p_job partition_tools_internal.job, p_stage oid, p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error SET gp_enable_exchange_default_partition = on
AS $$
DECLARE
    v_targets partition_tools_internal.leaf[] := '{}';
    v_check   name;
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        -- A partition can be exchanged for a table, not for a partition of another table: so each becomes a table first.
        t.relid := (SELECT b.relid FROM partition_tools_internal.partition_bounds(p_stage) AS b
                     WHERE b.is_default = t.is_default AND b.lower_text IS NOT DISTINCT FROM t.lower_text AND b.upper_text IS NOT DISTINCT FROM t.upper_text);
        PERFORM partition_tools_internal.exchange(p_stage, t.relid,
            partition_tools_internal.stage_create(p_job, (cardinality(v_targets) + 1)::text, p_job.table_oid, ') WITH (appendonly = false)', ''));
        -- The constraint on its bounds, which the exchange wants to find there, is named after the staging table.
        FOR v_check IN SELECT k.conname FROM pg_constraint k WHERE k.conrelid = t.relid AND k.contype = 'c'
                          AND left(k.conname, length(partition_tools_internal.stage_name(p_job.job_id, 'root'))) = partition_tools_internal.stage_name(p_job.job_id, 'root') LOOP
            EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', t.relid::regclass, v_check,
                           partition_tools_internal.check_name(t, v_check));
        END LOOP;
        v_targets := v_targets || t;
    END LOOP;
    EXECUTE format('DROP TABLE %s', p_stage::regclass);
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_release(partition_tools_internal.job, oid, partition_tools_internal.leaf[]) IS
    'Makes tables of the partitions of a staging table, and returns the targets with them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_name(p_target partition_tools_internal.leaf, p_check name)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT o.conname FROM pg_constraint n JOIN pg_constraint o ON o.conrelid = p_target.template AND o.contype = 'c'
                                                                               AND pg_get_constraintdef(o.oid) = pg_get_constraintdef(n.oid)
                      WHERE n.conrelid = p_target.relid AND n.conname = p_check LIMIT 1),
                    partition_tools_internal.short_name(p_target.name, '_check'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_name(partition_tools_internal.leaf, name) IS
    'The name for the constraint on the bounds of a new partition: that of the partition it is made after, where that has the same.';
