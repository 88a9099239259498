CREATE OR REPLACE FUNCTION partition_tools_internal.policy_contradictions(p_operations partition_tools_internal.operation[])
RETURNS TABLE (rule text, message text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.operation;
    b partition_tools_internal.operation;
    v_overlap boolean;
    v_kinds   text[];
BEGIN
    FOREACH a IN ARRAY p_operations LOOP
        IF a.lower_bound <= a.upper_bound THEN
            rule := 'empty_window';
            message := format('the window of %s is empty', partition_tools_internal.policy_window_text(a));
            RETURN NEXT;
        END IF;
        FOREACH b IN ARRAY p_operations LOOP
            CONTINUE WHEN b.ordinal <= a.ordinal;
            -- Bounds count back: a window is (upper_bound, lower_bound], and NULL reaches back without limit.
            v_overlap := coalesce(a.upper_bound < b.lower_bound, true) AND coalesce(b.upper_bound < a.lower_bound, true);
            v_kinds := ARRAY[a.operation, b.operation];
            rule := CASE
                WHEN v_kinds @> '{delete_partitions,unload_to_s3_partitions}' THEN 'delete_with_unload'
                WHEN v_overlap AND 'delete_partitions' = ANY (v_kinds) THEN 'delete_overlaps'
                WHEN v_overlap AND v_kinds @> '{move_partitions,unload_to_s3_partitions}' THEN 'move_overlaps'
                WHEN v_overlap AND a.operation = 'merge_partitions' AND b.operation = 'merge_partitions' THEN 'merge_overlaps'
                WHEN v_kinds @> '{create_partitions,merge_partitions}'
                     AND CASE a.operation WHEN 'create_partitions' THEN a.limit_operations ELSE b.limit_operations END IS NOT NULL
                    THEN 'limited_create_with_merge' END;
            IF v_overlap AND v_kinds @> '{move_partitions,delete_partitions}' THEN
                rule := 'move_overlaps';
            END IF;
            CONTINUE WHEN rule IS NULL;
            message := format('%s and %s %s', partition_tools_internal.policy_window_text(a), partition_tools_internal.policy_window_text(b),
                CASE rule WHEN 'delete_with_unload' THEN 'exclude each other: an unload already removes what it has archived'
                          WHEN 'limited_create_with_merge' THEN 'exclude each other: a merge must not meet a half-finished create'
                          ELSE 'overlap' END);
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_contradictions(partition_tools_internal.operation[]) IS
    'The pairs of operations that contradict each other, with the rule''s code and both windows. Intervals compare as PostgreSQL compares them (a month is 30 days), so the answer does not depend on the day it is asked.';
