CREATE OR REPLACE FUNCTION partition_tools_internal.convert_operation(p_granularity interval, p_lower_bound interval, p_upper_bound interval, p_tablespace text)
RETURNS partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.operation;
BEGIN
    IF p_granularity IS NULL THEN
        RAISE EXCEPTION 'p_granularity is missing' USING ERRCODE = 'PP001', HINT = 'Pass the length of a partition, for example ''1 month''.';
    END IF;
    o.operation := 'create_partitions';
    o.ordinal := 1;
    o.granularity := p_granularity;
    o.lower_bound := p_lower_bound;
    o.upper_bound := p_upper_bound;
    o.tablespace := p_tablespace;
    RETURN o;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_operation(interval, interval, interval, text) IS
    'The one create operation that a call of partition_table stands for. PP001 without a granularity.';
