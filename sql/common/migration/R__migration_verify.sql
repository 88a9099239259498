CREATE OR REPLACE FUNCTION partition_tools_internal.migration_verify(p_jobs bigint[], p_ranges boolean)
RETURNS TABLE (target text, range text, equal boolean, source_rows bigint, target_rows bigint, source_checksum numeric, target_checksum numeric)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    c record;
BEGIN
    source_rows := 0;
    source_checksum := 0;
    FOR j IN SELECT o.* FROM partition_tools_internal.job AS o WHERE o.job_id = ANY (p_jobs) ORDER BY o.ordinal LOOP
        target := j.table_name;
        range := concat_ws('; ', range, j.sources[1]);
        c := partition_tools_internal.migration_checksum(j.spec ->> 'converted', partition_tools_internal.migration_from(j.spec),
                                                         partition_tools_internal.migration_all(j.spec));
        source_rows := source_rows + c.rows;
        source_checksum := source_checksum + c.checksum;
    END LOOP;
    c := partition_tools_internal.migration_checksum(j.spec ->> 'columns', partition_tools_internal.migration_mapped(j.spec),
                                                     CASE WHEN p_ranges THEN partition_tools_internal.migration_range(j.spec) ELSE 'true' END);
    target_rows := c.rows;
    target_checksum := c.checksum;
    equal := source_rows = target_rows AND source_checksum = target_checksum;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_verify(bigint[], boolean) IS
    'Compares the sources of some jobs with their target: one job with its range of the target, or several together with all of it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_checksum(
    p_columns text, p_from text, p_where text, OUT rows bigint, OUT checksum numeric)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('SELECT count(*), coalesce(sum((%s)::numeric), 0) FROM %s WHERE %s',
                   format(partition_tools_internal.migration_hash(), format('ROW(%s)::text', p_columns)), p_from, p_where)
       INTO rows, checksum;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_checksum(text, text, text) IS
    'How many rows, and the sum of their hashes, which does not depend on their order.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_mapped(p_spec json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('%s AS source', partition_tools_internal.migration_relation(p_spec, 'target'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_mapped(json) IS 'The target of a job under the name that conditions use.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_range(p_spec json)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c refcursor;
    v_where text := partition_tools_internal.migration_all(p_spec);
BEGIN
    IF (p_spec ->> 'only')::boolean THEN
        -- A part that is a partition has no condition on its rows but its bounds.
        v_where := '(' || v_where || ') AND (' || partition_tools_internal.migration_leaf_condition((p_spec ->> 'source')::oid) || ')';
    END IF;
    IF v_where IS NULL THEN
        RETURN NULL;
    END IF;
    -- Only columns that are copied as they are mean the same in the target.
    OPEN c FOR EXECUTE format('SELECT 1 FROM (SELECT %s FROM %s) AS source WHERE %s',
                              p_spec ->> 'plain', partition_tools_internal.migration_mapped(p_spec), v_where);
    CLOSE c;
    RETURN v_where;
EXCEPTION WHEN undefined_column OR undefined_function OR syntax_error OR ambiguous_function OR datatype_mismatch THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_range(json) IS
    'The condition by which the rows of a job are found in its target; NULL where it does not apply there, because it needs a column that the target lacks or has converted.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_has_ranges(p_jobs bigint[])
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_spec json;
BEGIN
    -- One after the other: within a query that reads a table, an engine may ask the function on another node.
    FOR v_spec IN SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = ANY (p_jobs) LOOP
        IF partition_tools_internal.migration_range(v_spec) IS NULL THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_has_ranges(bigint[]) IS
    'Whether the rows of each of some jobs can be found in their target.';
