CREATE OR REPLACE FUNCTION partition_tools_internal.execute_migrate(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
-- The same value for the same expression in every session.
SET search_path = pg_catalog, pg_temp SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET standard_conforming_strings = on
AS $$
DECLARE
    v_spec json := (SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    w partition_tools_internal.work;
BEGIN
    SELECT c.rows, c.position INTO w.rows, w.position FROM partition_tools_internal.migration_whole(v_spec) AS c;
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_migrate(bigint) IS
    'Copies one part of a data migration, in one transaction. Locks: those of INSERT and SELECT.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_leaf_condition(p_leaf oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root    oid := (SELECT p.parrelid FROM pg_partition_rule r JOIN pg_partition p ON p.oid = r.paroid WHERE r.parchildrelid = p_leaf AND p.parlevel = 0 AND p.parkind = 'r' AND p.parnatts = 1);
    v_default boolean;
    v_ranges  text;
BEGIN
    SELECT e.is_default INTO v_default FROM partition_tools_internal.partition_bounds(v_root) AS e WHERE e.relid = p_leaf;
    -- A default partition has what no other one has, rows without a key included.
    SELECT string_agg(partition_tools_internal.range_predicate(
               partition_tools_internal.key_column(v_root), partition_tools_internal.key_type_name(v_root), e.lower_text, e.upper_text), ' OR ' ORDER BY e.rank)
      INTO v_ranges
      FROM partition_tools_internal.partition_bounds(v_root) AS e WHERE NOT e.is_default AND (v_default OR e.relid = p_leaf);
    RETURN CASE WHEN v_default THEN coalesce('(' || v_ranges || ') IS NOT TRUE', 'true') ELSE v_ranges END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_leaf_condition(oid) IS
    'The condition that the rows of a partition, and no others of its table, fulfil; NULL for a table that is no partition by range.';
