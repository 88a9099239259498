CREATE OR REPLACE FUNCTION partition_tools_internal.policy_window_text(p_op partition_tools_internal.operation)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
BEGIN
    RETURN format('operation %s %s [%s back, %s back)', p_op.ordinal, p_op.operation,
                  coalesce(p_op.lower_bound::text, 'without limit'), p_op.upper_bound);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_window_text(partition_tools_internal.operation) IS
    'An operation and its window for messages.';
