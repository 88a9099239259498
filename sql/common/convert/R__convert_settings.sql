CREATE OR REPLACE FUNCTION partition_tools_internal.convert_settings(p_policy json)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
BEGIN
    RETURN partition_tools_internal.job_spec(p_policy, a);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_settings(json) IS 'What a policy, or the session, says about a conversion, as a job will have it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_refusals(p_table regclass, p_policy json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT f.* FROM partition_tools_internal.convert_findings(p_table, (p_policy ->> 'partition_by')::name, partition_tools_internal.convert_settings(p_policy)) AS f;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_refusals(regclass, json) IS 'Why a plain table cannot become what its policy declares.';
