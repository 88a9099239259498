CREATE OR REPLACE FUNCTION partition_tools_internal.convert_check(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    PERFORM partition_tools_internal.convert_refuse(j.table_oid, 'a partitioned table', (
        SELECT json_agg(f) FROM partition_tools_internal.convert_findings(j.table_oid, (j.spec ->> 'key_column')::name, j.spec) AS f));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_check(bigint) IS
    'Raises what convert_findings finds about the table of a job, all of it at once.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_refuse(p_table oid, p_becomes text, p_findings json)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    IF p_findings IS NULL THEN
        RETURN;
    END IF;
    SELECT min(f ->> 'sqlstate') AS sqlstate, string_agg(f ->> 'finding', E'\n' ORDER BY f ->> 'sqlstate' DESC, f ->> 'finding') AS findings,
           string_agg(DISTINCT f ->> 'hint', E'\n') AS hints, count(*) AS number INTO r
      FROM json_array_elements(p_findings) AS f;
    RAISE EXCEPTION '% cannot become % as it is: % finding(s)', p_table::regclass, p_becomes, r.number
        USING ERRCODE = r.sqlstate, DETAIL = r.findings, HINT = r.hints;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_refuse(oid, text, json) IS
    'Raises the reasons why a table cannot become what it is to, all of them at once: sqlstate, finding and hint of each; nothing where there is none.';
