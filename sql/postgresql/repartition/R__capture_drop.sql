CREATE OR REPLACE FUNCTION partition_tools_internal.capture_drop(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    r record;
BEGIN
    FOR r IN SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger AS t JOIN partition_tools_internal.job_source AS s ON s.relid = t.tgrelid
              WHERE s.job_id = p_job_id AND t.tgname IN (c_name, (c_name || '_truncate')::name) LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', r.tgname, r.relation);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_drop(bigint) IS 'Takes the triggers of a job from its sources.';
