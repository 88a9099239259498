CREATE OR REPLACE FUNCTION partition_tools_internal.targets_possible(p_table oid, p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    c_type constant text := partition_tools_internal.key_type_name(p_table);
    v_single partition_tools_internal.leaf[] := coalesce(ARRAY(
        SELECT t FROM unnest(p_targets) AS t
         WHERE EXISTS (SELECT FROM pg_partition p JOIN pg_partition_rule r ON r.paroid = p.oid
                        WHERE p.parrelid = p_table AND NOT p.paristemplate AND NOT r.parisdefault AND NOT r.parrangestartincl AND r.parrangestart IS NOT NULL
                          AND partition_tools_internal.bound_value(pg_get_expr(r.parrangestart, r.parchildrelid)) = t.lower_text
                          AND partition_tools_internal.bound_text(c_type, pg_get_expr(r.parrangestart, r.parchildrelid), true) = t.upper_text)), '{}');
    t partition_tools_internal.leaf;
BEGIN
    IF v_single <> '{}' AND cardinality(v_single) = cardinality(p_targets) THEN
        RAISE EXCEPTION 'the only value of the new partition % of % cannot have a partition', (v_single[1]).name, p_table::regclass
            USING ERRCODE = 'PP021', DETAIL = 'The next partition was declared START EXCLUSIVE, and Greenplum makes none of a single value before it.',
                  HINT = 'Leave its rows where they are, or declare the next partition anew, START INCLUSIVE.';
    END IF;
    FOREACH t IN ARRAY v_single LOOP
        RAISE WARNING 'partition % of % is left out: its only value, %, cannot have a partition', quote_ident(t.name), p_table::regclass, t.lower_text
            USING DETAIL = 'The next partition was declared START EXCLUSIVE, and Greenplum makes none of a single value before it.',
                  HINT = 'Its rows stay where they are. To have them in a partition, declare the next one anew, START INCLUSIVE.';
    END LOOP;
    IF v_single = '{}' THEN
        RETURN p_targets;
    END IF;
    RETURN ARRAY(SELECT u FROM unnest(p_targets) AS u WHERE NOT EXISTS (SELECT FROM unnest(v_single) AS s WHERE s.name = u.name));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_possible(oid, partition_tools_internal.leaf[]) IS
    'The targets of a job without those of the one value at which a partition begins exclusively: the server cannot make such a partition. WARNING for each; PP021 where there are no others.';
