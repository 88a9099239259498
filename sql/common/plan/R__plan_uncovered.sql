CREATE OR REPLACE FUNCTION partition_tools_internal.plan_uncovered(
    p_ranges partition_tools_internal.partition_range[], p_lower timestamptz, p_upper timestamptz)
RETURNS TABLE (lower timestamptz, upper timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r partition_tools_internal.partition_range;
BEGIN
    lower := p_lower;
    FOR r IN
        SELECT u.* FROM unnest(p_ranges) AS u
         WHERE NOT u.is_default AND u.lower < p_upper AND u.upper > p_lower
         ORDER BY u.lower
    LOOP
        IF r.lower > lower THEN
            upper := r.lower;
            RETURN NEXT;
        END IF;
        lower := greatest(lower, r.upper);
    END LOOP;
    IF lower < p_upper THEN
        upper := p_upper;
        RETURN NEXT;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_uncovered(partition_tools_internal.partition_range[], timestamptz, timestamptz) IS
    'The parts of [p_lower, p_upper) that no partition covers.';
