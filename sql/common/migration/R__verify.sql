CREATE OR REPLACE FUNCTION partition_tools.verify(p_run_id bigint)
RETURNS TABLE (target text, range text, equal boolean, source_rows bigint, target_rows bigint, source_checksum numeric, target_checksum numeric)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET standard_conforming_strings = on SET extra_float_digits = 3
AS $$
DECLARE
    t record;
    c_filter constant text := partition_tools_internal.row_filter('off');
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.run AS r WHERE r.run_id = p_run_id AND r.kind = 'migration') THEN
        RAISE EXCEPTION 'there is no data migration with run_id %', coalesce(p_run_id::text, 'NULL')
            USING ERRCODE = 'PP068', HINT = 'partition_tools.report lists the runs; theirs have kind migration.';
    END IF;
    FOR t IN SELECT j.table_oid, array_agg(j.job_id ORDER BY j.ordinal) AS ids
               FROM partition_tools_internal.job AS j WHERE j.run_id = p_run_id GROUP BY j.table_oid ORDER BY min(j.ordinal)
    LOOP
        PERFORM partition_tools_internal.migration_job_trust(id) FROM unnest(t.ids) AS id;
        IF partition_tools_internal.migration_has_ranges(t.ids) THEN
            RETURN QUERY SELECT v.* FROM unnest(t.ids) AS id, partition_tools_internal.migration_verify(ARRAY[id], true) AS v;
        ELSE
            RETURN QUERY SELECT v.* FROM partition_tools_internal.migration_verify(t.ids, false) AS v;
        END IF;
    END LOOP;
    PERFORM partition_tools_internal.row_filter(c_filter);
END
$$;
COMMENT ON FUNCTION partition_tools.verify(bigint) IS
'Compares source and target of a data migration: rows and checksums, range by range. Reads both completely; neither should change meanwhile, nor since the copy.

p_run_id: as in the views report and jobs.

Result: one row for each job, or, where the rows of a job cannot be told apart in the target, one for the whole target, which must then hold nothing else. target: its name. range: the source and which of its rows. equal: whether number and content of the rows are the same, in any order. The columns compared are those that are copied, after the expressions of the configuration. Ranges that differ: SELECT * FROM partition_tools.verify(7) WHERE NOT equal.

The checksum is the sum of a 64-bit hash of each row.

Errors: PP060 where a source is gone; PP068 for a run that is no data migration.';
