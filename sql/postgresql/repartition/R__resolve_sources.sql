CREATE OR REPLACE FUNCTION partition_tools_internal.resolve_sources(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_named   oid[];
    v_missing text;
BEGIN
    IF (SELECT json_array_length(j.spec -> 'sources') FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) = 0 THEN
        -- Bounds of thousands of partitions would be read for nothing.
        PERFORM partition_tools_internal.check_targets(p_job_id);
        RETURN;
    END IF;
    v_named := ARRAY(
        SELECT c.oid FROM partition_tools_internal.job AS j, json_array_elements(j.spec -> 'sources') AS s
          JOIN pg_namespace AS n ON n.nspname = s ->> 'schema' JOIN pg_class AS c ON c.relname = s ->> 'name' AND c.relnamespace = n.oid
         WHERE j.job_id = p_job_id);
    PERFORM partition_tools_internal.record_sources(p_job_id, v_named);
    v_missing := partition_tools_internal.sources_missing(p_job_id);
    IF v_missing IS NOT NULL THEN
        PERFORM partition_tools_internal.record_sources(p_job_id, NULL);
        v_missing := partition_tools_internal.sources_missing(p_job_id);
    END IF;
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

CREATE OR REPLACE FUNCTION partition_tools_internal.record_sources(p_job_id bigint, p_among oid[])
RETURNS void
LANGUAGE plpgsql
-- As bounds were printed for the plan.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    INSERT INTO partition_tools_internal.job_source
        (job_id, ordinal, relid, schema_name, name, lower_text, upper_text, is_default)
    SELECT p_job_id, w.ordinality, b.relid, n.nspname, c.relname, b.lower_text, b.upper_text, b.is_default
      FROM partition_tools_internal.job j
     CROSS JOIN LATERAL json_array_elements(j.spec -> 'sources') WITH ORDINALITY AS w(source, ordinality)
      -- By bounds, never by name: a partition that only bears the name may hold anything.
      JOIN LATERAL partition_tools_internal.partition_bounds_read(j.table_oid, p_among) AS b
        ON NOT b.detaching AND b.is_default = (w.source ->> 'default')::boolean
       AND b.lower_text IS NOT DISTINCT FROM w.source ->> 'lower'
       AND b.upper_text IS NOT DISTINCT FROM w.source ->> 'upper'
      JOIN pg_class c ON c.oid = b.relid
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE j.job_id = p_job_id
       AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS r WHERE r.job_id = p_job_id AND r.ordinal = w.ordinality);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.record_sources(bigint, oid[]) IS
    'Records the sources of a job that are there with the planned bounds, and not recorded yet: among some partitions, which spares reading the bounds of thousands, or, with NULL, among all.';

CREATE OR REPLACE FUNCTION partition_tools_internal.sources_missing(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(w.source ->> 'name', ', ' ORDER BY w.ordinality)
          FROM partition_tools_internal.job j
         CROSS JOIN LATERAL json_array_elements(j.spec -> 'sources') WITH ORDINALITY AS w(source, ordinality)
         WHERE j.job_id = p_job_id
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS r WHERE r.job_id = p_job_id AND r.ordinal = w.ordinality));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sources_missing(bigint) IS
    'The names of a job''s sources that are not recorded; NULL where all are.';
