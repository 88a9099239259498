CREATE OR REPLACE FUNCTION partition_tools_internal.plan_named(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_targets partition_tools_internal.partition_range[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_taken   name[];
    t partition_tools_internal.partition_range;
BEGIN
    -- A partition of the same range is what the new one replaces, so its name will be free; any other holder keeps it.
    SELECT array_agg(w.name) INTO v_taken
      FROM unnest(p_targets) AS w JOIN unnest(p_ranges) AS r ON r.name = w.name AND r.schema_name = w.schema_name
     WHERE r.is_default OR r.lower >= w.upper OR r.upper <= w.lower;
    v_taken := coalesce(v_taken, '{}')
            || coalesce((SELECT array_agg(d.name) FROM (SELECT w.name FROM unnest(p_targets) AS w GROUP BY w.name HAVING count(*) > 1) AS d), '{}')
            || partition_tools_internal.names_beside(p_key.table_oid, p_key.schema_name, coalesce(ARRAY(SELECT w.name FROM unnest(p_targets) AS w), '{}'));
    IF v_taken = '{}' THEN
        RETURN p_targets;
    END IF;
    FOREACH t IN ARRAY p_targets LOOP
        IF t.name = ANY (v_taken) THEN
            t.name := partition_tools_internal.plan_free_name(p_key, p_ranges || v_targets, t.name, t.lower, t.upper);
        END IF;
        v_targets := v_targets || t;
    END LOOP;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_named(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range[]) IS
    'Targets with names that are free: the wanted one, or one with a hash of the bounds where another partition, a relation beside the table, or another target has that.';
