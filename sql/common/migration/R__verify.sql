CREATE OR REPLACE FUNCTION partition_tools.verify(p_run_id bigint)
RETURNS TABLE (target text, range text, equal boolean, source_rows bigint, target_rows bigint, source_checksum numeric, target_checksum numeric, detail text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET standard_conforming_strings = on SET extra_float_digits = 3
AS $$
DECLARE
    v_table oid;
    v_compared partition_tools_internal.comparison[];
    c_filter constant text := partition_tools_internal.row_filter('off');
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.run AS r WHERE r.run_id = p_run_id AND r.kind = 'migration') THEN
        RAISE EXCEPTION 'there is no data migration with run_id %', coalesce(p_run_id::text, 'NULL')
            USING ERRCODE = 'PP068', HINT = 'partition_tools.report lists the runs; theirs have kind migration.';
    ELSIF NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.run_id = p_run_id) THEN
        -- No rows would look like no difference.
        RAISE EXCEPTION 'run % has no jobs: there is nothing to compare', p_run_id
            USING ERRCODE = 'PP079', DETAIL = 'Its unfinished jobs may have been taken over by a later run.', HINT = 'Verify a later run: partition_tools.report lists them.';
    END IF;
    FOR v_table IN SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.run_id = p_run_id GROUP BY j.table_oid ORDER BY min(j.ordinal) LOOP
        v_compared := coalesce(ARRAY(SELECT v FROM partition_tools_internal.migration_verify(p_run_id, v_table) AS v), '{}');
        RETURN QUERY SELECT c.target, c.range, partition_tools_internal.migration_equal(c),
                            c.source_rows, c.target_rows, c.source_checksum, c.target_checksum, c.detail
                       FROM unnest(v_compared) AS c;
    END LOOP;
    PERFORM partition_tools_internal.row_filter(c_filter);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.verify(bigint) IS
'Compares source and target of a data migration: rows and checksums, range by range. Reads both completely; neither should change meanwhile, nor since the copy.

p_run_id: as in the views report and jobs.

Result: one row for each job, or, where the rows of a job cannot be told apart in the target, one for the whole target, which must then hold nothing else. Rows that other sources of migration_config have put into the same target are counted in. target: its name. range: the source and which of its rows. equal: whether number and content of the rows are the same, in any order. The columns compared are those that are copied, after the expressions of the configuration. detail: rows of the source that the expressions, or the types of the target, do not take: how many, the error of the first one, and its values; such a range is not equal. Ranges that differ: SELECT * FROM partition_tools.verify(7) WHERE NOT equal.

A run that continued an earlier one is compared completely, rows that the earlier one copied included: so it finds rows that changed, or came late with a smaller key.

The checksum is the sum of a 64-bit hash of each row.

Errors: PP060 where a source is gone; PP068 for a run that is no data migration; PP079 for one without jobs.';
