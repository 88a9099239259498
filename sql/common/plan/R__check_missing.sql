CREATE OR REPLACE FUNCTION partition_tools_internal.check_missing(
    p_table regclass, p_key partition_tools_internal.table_key, p_action partition_tools_internal.action)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.partition_range;
    v_wanted text;
BEGIN
    severity := 'error';
    finding := 'missing';
    hint := 'Run the policy.';
    FOREACH t IN ARRAY p_action.targets LOOP
        CONTINUE WHEN NOT t.planned OR t.is_default;
        "partition" := t.name;
        message := format('partition %s is missing', partition_tools_internal.range_text(t));
        RETURN NEXT;
    END LOOP;
    severity := 'warning';
    finding := 'name_taken';
    FOREACH t IN ARRAY p_action.targets LOOP
        -- A name that is taken gets a hash of the bounds.
        v_wanted := substring(t.name::text FROM '^(.*)_[0-9a-f]{6}$');
        CONTINUE WHEN v_wanted IS NULL OR NOT t.planned OR partition_tools_internal.names_beside(p_key.table_oid, p_key.schema_name, ARRAY[v_wanted::name]) = '{}';
        "partition" := t.name;
        message := format('%I.%I is no partition of %s, and has the name that the partition [%s, %s) would have', p_key.schema_name, v_wanted, p_table, t.lower_literal, t.upper_literal);
        hint := CASE WHEN partition_tools_internal.columns_fit(p_key.table_oid, p_key.schema_name, v_wanted)
            THEN format('It has the columns of the table. If it is that partition, attach it again: ALTER TABLE %s ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L). Else rename it; the new partition is named %I.',
                        p_table, p_key.schema_name, v_wanted, t.lower_literal, t.upper_literal, t.name)
            ELSE format('It has other columns than the table, so it cannot be attached. Rename it; or the new partition is named %I.', t.name) END;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_missing(regclass, partition_tools_internal.table_key, partition_tools_internal.action) IS
    'What check_partitions finds about an action that makes partitions: each that is missing, and the tables that have a name that one would have.';

CREATE OR REPLACE FUNCTION partition_tools_internal.columns_fit(p_table oid, p_schema name, p_name name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relid oid := (SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relname = p_name AND n.nspname = p_schema AND c.relkind = 'r');
    v_columns text[];
BEGIN
    SELECT array_agg(format('%I %s %s %s', a.attname, a.atttypid, a.atttypmod, a.attcollation) ORDER BY a.attname) INTO v_columns
      FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped;
    RETURN v_relid IS NOT NULL AND v_columns = (
        SELECT array_agg(format('%I %s %s %s', a.attname, a.atttypid, a.atttypmod, a.attcollation) ORDER BY a.attname)
          FROM pg_attribute AS a WHERE a.attrelid = v_relid AND a.attnum > 0 AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.columns_fit(oid, name, name) IS
    'Whether a name is that of an ordinary table with the columns of another.';
