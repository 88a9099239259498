CREATE OR REPLACE FUNCTION partition_tools_internal.swap(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    c_table   constant regclass := p_job.table_oid::regclass;
    v_grants  json;
    v_proof   text;
    v_default oid;
    s partition_tools_internal.leaf;
    t partition_tools_internal.leaf;
BEGIN
    -- Taken before the templates are gone.
    v_grants := partition_tools_internal.swap_grants(p_targets);
    FOREACH s IN ARRAY p_sources LOOP
        EXECUTE format('DROP TABLE %s', s.relid::regclass);
    END LOOP;
    v_default := (partition_tools_internal.default_partition(p_job.table_oid)).relid;
    IF v_default IS NOT NULL THEN
        -- One that stays is read once, for the proof that it holds no row of the targets, and not once for each of them.
        v_proof := partition_tools_internal.stage_name(p_job.job_id, 'default');
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (NOT (%s))', v_default::regclass, v_proof, partition_tools_internal.targets_predicate(p_job.table_oid, p_targets));
    END IF;
    FOREACH t IN ARRAY p_targets LOOP
        PERFORM partition_tools_internal.swap_in(c_table, t);
    END LOOP;
    IF v_default IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_default::regclass, v_proof);
    END IF;
    PERFORM partition_tools_internal.swap_names(p_job, p_targets);
    PERFORM partition_tools_internal.swap_privileges(p_targets, v_grants);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap(partition_tools_internal.job, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Puts the targets of a job in the place of its sources, and drops these. The caller holds ACCESS EXCLUSIVE on the table. No row is read or written, but those of a default partition that stays.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_in(p_table regclass, p_target partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s RENAME TO %I', p_target.relid::regclass, p_target.name);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', p_table, p_target.relid::regclass,
                   partition_tools_internal.bound_clause(p_target.lower_text, p_target.upper_text, p_target.is_default));
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT partition_tools_bounds', p_target.relid::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_in(regclass, partition_tools_internal.leaf) IS
    'Gives a target its name, and makes it a partition of its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.targets_predicate(p_table oid, p_targets partition_tools_internal.leaf[])
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_type constant text := partition_tools_internal.key_type_name(p_table);
    v_ranges text[];
BEGIN
    EXECUTE format('SELECT array_agg(ARRAY[t.lower_text, t.upper_text] ORDER BY t.lower_text::%s NULLS FIRST) FROM unnest($1) AS t WHERE NOT t.is_default', c_type) INTO v_ranges USING p_targets;
    RETURN partition_tools_internal.ranges_predicate(partition_tools_internal.key_column(p_table), c_type, v_ranges);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_predicate(oid, partition_tools_internal.leaf[]) IS
    'The condition that a row belongs to one of the targets, without the default one.';
