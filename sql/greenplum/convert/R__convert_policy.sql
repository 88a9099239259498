CREATE OR REPLACE FUNCTION partition_tools_internal.table_is_plain(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_table AND c.relkind = 'r' AND c.relstorage IN ('h', 'a', 'c')
                      AND NOT EXISTS (SELECT FROM pg_partition AS p WHERE p.parrelid = c.oid) AND NOT EXISTS (SELECT FROM pg_partition_rule AS r WHERE r.parchildrelid = c.oid));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_is_plain(oid) IS 'Whether a table is neither partitioned nor a partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_strategy(p_table regclass, p_policy json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_column constant name := p_policy ->> 'partition_by';
    c_drop   constant boolean := coalesce((partition_tools_internal.convert_settings(p_policy) ->> 'incoming_foreign_keys') = 'drop', false);
    v_refused text := (SELECT string_agg(f.sqlstate || ': ' || f.finding, '; ') FROM partition_tools_internal.convert_refusals(p_table, p_policy) AS f);
BEGIN
    RETURN concat_ws('; ', partition_tools_internal.strategy_for('copy'), 'refused, ' || v_refused,
        (SELECT string_agg(format('%I will be %s', i.name, coalesce(i.constraint_def, 'UNIQUE ' || i.definition)), '; ')
           FROM partition_tools_internal.convert_indexes(p_table, c_column) AS i WHERE i.widened),
        (SELECT format('%I becomes NOT NULL', a.attname) FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attname = c_column AND NOT a.attnotnull
            AND EXISTS (SELECT FROM partition_tools_internal.convert_indexes(p_table, c_column) AS i WHERE i.is_primary AND i.widened)),
        'makes anew the views ' || (SELECT string_agg(v.relid::regclass::text, ', ') FROM partition_tools_internal.convert_views(p_table) AS v),
        'drops foreign keys ' || (SELECT string_agg(format('%I of %s', k.conname, k.conrelid::regclass), ', ') FROM pg_constraint AS k
                                   WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table AND c_drop),
        format('takes about %s beside the table', pg_size_pretty(pg_total_relation_size(p_table))),
        'the plain table is dropped at once');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_strategy(regclass, json) IS
    'How a plain table becomes a partitioned one, or why it cannot: keys that are widened, views, foreign keys, space.';
