CREATE OR REPLACE FUNCTION partition_tools_internal.action_space(p_action partition_tools_internal.action)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.partition_range;
    v_bytes bigint := 0;
BEGIN
    IF p_action.strategy <> partition_tools_internal.strategy_for('copy') THEN
        RETURN NULL;
    END IF;
    FOREACH s IN ARRAY coalesce(p_action.sources, '{}') LOOP
        -- What another action of the plan is still to make, or somebody has dropped meanwhile, cannot be measured.
        v_bytes := v_bytes + coalesce((SELECT pg_total_relation_size(c.oid) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                                        WHERE n.nspname = s.schema_name AND c.relname = s.name), s.bytes, 0);
    END LOOP;
    RETURN v_bytes;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_space(partition_tools_internal.action) IS
    'Bytes that an action takes beside its table, until it is cleaned up: what its sources have now, with indexes and TOAST. NULL where it copies nothing.';
