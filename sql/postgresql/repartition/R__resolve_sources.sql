CREATE OR REPLACE FUNCTION partition_tools_internal.resolve_sources(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_missing text;
BEGIN
    IF (SELECT json_array_length(j.spec -> 'sources') FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) = 0 THEN
        -- Bounds of thousands of partitions would be read for nothing.
        PERFORM partition_tools_internal.check_targets(p_job_id);
        RETURN;
    END IF;
    INSERT INTO partition_tools_internal.job_source
        (job_id, ordinal, relid, schema_name, name, lower_text, upper_text, is_default)
    SELECT p_job_id, w.ordinality, b.relid, n.nspname, c.relname, b.lower_text, b.upper_text, b.is_default
      FROM partition_tools_internal.job j
     CROSS JOIN LATERAL json_array_elements(j.spec -> 'sources') WITH ORDINALITY AS w(source, ordinality)
      -- By bounds, never by name: a partition that only bears the name may hold anything.
      JOIN LATERAL partition_tools_internal.partition_bounds(j.table_oid) AS b
        ON b.is_default = (w.source ->> 'default')::boolean
       AND b.lower_text IS NOT DISTINCT FROM w.source ->> 'lower'
       AND b.upper_text IS NOT DISTINCT FROM w.source ->> 'upper'
      JOIN pg_class c ON c.oid = b.relid
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE j.job_id = p_job_id;

    SELECT string_agg(w.source ->> 'name', ', ' ORDER BY w.ordinality) INTO v_missing
      FROM partition_tools_internal.job j
     CROSS JOIN LATERAL json_array_elements(j.spec -> 'sources') WITH ORDINALITY AS w(source, ordinality)
     WHERE j.job_id = p_job_id
       AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS r WHERE r.job_id = p_job_id AND r.ordinal = w.ordinality);
    IF v_missing IS NOT NULL THEN
        PERFORM partition_tools_internal.check_detaching(p_job_id);
        RAISE EXCEPTION 'partitions of job % are no longer there with the planned bounds: %', p_job_id, v_missing
            USING ERRCODE = 'PP020', HINT = 'The partitions have changed since the plan was made: run the policy again, which makes a new plan.';
    END IF;
    PERFORM partition_tools_internal.check_targets(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.resolve_sources(bigint) IS
    'Records the partitions that a job takes rows from. PP020 where one no longer has the planned bounds.';
