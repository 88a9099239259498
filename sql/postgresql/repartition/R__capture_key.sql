CREATE OR REPLACE FUNCTION partition_tools_internal.capture_key(p_job_id bigint)
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keys name[];
    r record;
BEGIN
    FOR r IN
        SELECT partition_tools_internal.repartition_key(s.relid) AS columns
          FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.ordinal
    LOOP
        IF partition_tools_internal.job_converts(p_job_id) OR partition_tools_internal.job_keeps(p_job_id) THEN
            RETURN r.columns || partition_tools_internal.convert_key_column(p_job_id, r.columns);
        END IF;
        -- All sources share one record of changes, so they need the same key.
        IF r.columns IS NULL OR r.columns <> v_keys THEN
            RETURN NULL;
        END IF;
        v_keys := r.columns;
    END LOOP;
    RETURN v_keys;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_key(bigint) IS
    'The key columns that all sources of a job have; NULL where there are none: then whole rows are captured.';
