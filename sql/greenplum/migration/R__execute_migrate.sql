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
    w.rows := partition_tools_internal.migration_copy(v_spec, partition_tools_internal.migration_all(v_spec));
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
    b record;
BEGIN
    SELECT p.parrelid AS root, e.* INTO b
      FROM pg_partition_rule r JOIN pg_partition p ON p.oid = r.paroid
      JOIN partition_tools_internal.partition_bounds(p.parrelid) AS e ON e.relid = r.parchildrelid
     WHERE r.parchildrelid = p_leaf AND p.parlevel = 0;
    RETURN CASE WHEN NOT b.is_default THEN partition_tools_internal.range_predicate(
        partition_tools_internal.key_column(b.root), partition_tools_internal.key_type_name(b.root), b.lower_text, b.upper_text) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_leaf_condition(oid) IS
    'The condition that the rows of a partition, and no others of its table, fulfil; NULL for a table that is no partition, and for a default one.';
