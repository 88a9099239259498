CREATE OR REPLACE FUNCTION partition_tools_internal.stage_release(
    p_job partition_tools_internal.job, p_stage oid, p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error SET gp_enable_exchange_default_partition = on
AS $$
DECLARE
    v_leaves  oid[];
    v_places  text[];
    v_empty   text;
    v_exchanges text[] := '{}';
    v_targets partition_tools_internal.leaf[] := '{}';
    t partition_tools_internal.leaf;
    r record;
BEGIN
    -- Asked once: with each exchange it would be asked of all of them again.
    SELECT array_agg(b.relid ORDER BY n), array_agg(CASE WHEN b.is_default THEN 'DEFAULT PARTITION' ELSE format('PARTITION FOR (RANK(%s))', b.rank) END ORDER BY n)
      INTO v_leaves, v_places
      FROM generate_subscripts(p_targets, 1) AS n
      JOIN partition_tools_internal.partition_bounds(p_stage) AS b
        ON b.is_default = (p_targets[n]).is_default AND b.lower_text IS NOT DISTINCT FROM (p_targets[n]).lower_text AND b.upper_text IS NOT DISTINCT FROM (p_targets[n]).upper_text;
    IF cardinality(v_leaves) IS DISTINCT FROM cardinality(p_targets) THEN
        RAISE EXCEPTION 'the staging table of job % has not the bounds of its targets', p_job.job_id USING ERRCODE = 'XX000';
    END IF;
    FOREACH t IN ARRAY p_targets LOOP
        -- A partition can be exchanged for a table, not for a partition of another table: so each becomes a table first.
        t.relid := v_leaves[cardinality(v_targets) + 1];
        v_empty := partition_tools_internal.stage_text(p_job, (cardinality(v_targets) + 1)::text);
        EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING CONSTRAINTS) WITH (appendonly = false) %s', v_empty, p_stage::regclass, pg_get_table_distributedby(p_job.table_oid));
        v_exchanges := v_exchanges || format('EXCHANGE %s WITH TABLE %s WITHOUT VALIDATION', v_places[cardinality(v_targets) + 1], v_empty);
        v_targets := v_targets || t;
    END LOOP;
    EXECUTE format('ALTER TABLE %s %s', p_stage::regclass, array_to_string(v_exchanges, ', '));
    EXECUTE format('DROP TABLE %s', p_stage::regclass);
    -- The constraint on its bounds, which the exchange wants to find there, is named after the staging table.
    FOR r IN SELECT k.conrelid, k.conname, partition_tools_internal.check_name(u, k.conname) AS name
               FROM unnest(v_targets) AS u JOIN pg_constraint k ON k.conrelid = u.relid AND k.contype = 'c'
              WHERE left(k.conname, length(partition_tools_internal.stage_name(p_job.job_id, 'root'))) = partition_tools_internal.stage_name(p_job.job_id, 'root') LOOP
        EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', r.conrelid::regclass, r.conname, r.name);
    END LOOP;
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
