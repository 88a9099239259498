CREATE OR REPLACE FUNCTION partition_tools_internal.makes_partitions(p_sources partition_tools_internal.leaf[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM unnest(p_sources) AS s WHERE NOT s.is_default);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.makes_partitions(partition_tools_internal.leaf[]) IS
    'Whether a job makes partitions where there were none: its only source, if any, is the default partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_source(p_table oid, p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.leaf;
BEGIN
    s := partition_tools_internal.default_partition(p_table);
    -- Looked at under the lock, whatever the plan thought: nobody can insert any more what would be left behind.
    IF s.relid IS NOT NULL AND partition_tools_internal.default_holds(p_table, s.relid, partition_tools_internal.leaf_ranges(p_targets)) THEN
        RETURN ARRAY[s];
    END IF;
    RETURN '{}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_source(oid, partition_tools_internal.leaf[]) IS
    'The default partition, where it holds rows of new partitions; else nothing.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_target(
    p_table oid, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.leaf;
    v_targets partition_tools_internal.leaf[] := '{}';
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        IF NOT t.is_default THEN
            v_targets := v_targets || t;
        END IF;
    END LOOP;
    IF p_sources <> '{}' THEN
        t := p_sources[1];
        t.template := t.relid;
        t.relid := NULL;
        t.with_param := NULL;
        t.tablespace := partition_tools_internal.tablespace_name((SELECT c.reltablespace FROM pg_class c WHERE c.oid = t.template));
        v_targets := v_targets || t;
    END IF;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_target(oid, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'The targets, and last the default partition with what belongs nowhere else, where its rows are moved.';
