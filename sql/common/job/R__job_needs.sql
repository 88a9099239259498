CREATE OR REPLACE FUNCTION partition_tools_internal.job_ranges(p_spec json)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((
        SELECT array_agg(k.key)
          FROM (SELECT u.item, unnest(ARRAY[
                           format('name %I.%I', u.item ->> 'schema', u.item ->> 'name'),
                           format('range %s %L %L', u.item ->> 'default', u.item ->> 'lower', u.item ->> 'upper')]) AS key
                  FROM (SELECT s AS item FROM json_array_elements(p_spec -> 'sources') AS s
                        UNION ALL
                        SELECT t FROM json_array_elements(p_spec -> 'targets') AS t) AS u) AS k), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_ranges(json) IS
    'What a job takes or makes, by name and by bounds: two jobs that have none of these in common do not depend on each other.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_needs(p_job_id bigint)
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job    partition_tools_internal.job;
    v_ranges text[];
    v_needs  bigint[] := '{}';
    o partition_tools_internal.job;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF v_job.operation = 'migrate' THEN
        RETURN v_needs;
    END IF;
    v_ranges := partition_tools_internal.job_ranges(v_job.spec);
    -- Backwards: what is needed by what is needed comes before it.
    FOREACH o IN ARRAY coalesce(ARRAY(SELECT j FROM partition_tools_internal.job AS j
              WHERE j.run_id = v_job.run_id AND j.table_oid = v_job.table_oid AND j.ordinal < v_job.ordinal ORDER BY j.ordinal DESC), '{}') LOOP
        IF v_ranges && partition_tools_internal.job_ranges(o.spec) THEN
            v_needs := v_needs || o.job_id;
            v_ranges := v_ranges || partition_tools_internal.job_ranges(o.spec);
        END IF;
    END LOOP;
    RETURN v_needs;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_needs(bigint) IS
    'The jobs of its run without which a job cannot be done: those that make what it takes. The others may fail, and it goes on.';
