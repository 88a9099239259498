CREATE OR REPLACE FUNCTION partition_tools.revert(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('revert');
END
$$;
COMMENT ON FUNCTION partition_tools.revert(bigint) IS
'Always PP100: plain tables are not converted on this engine yet, so there is nothing to go back to.

p_job_id: the job of the conversion.

Errors: PP100.';

CREATE OR REPLACE FUNCTION partition_tools.finish(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('finish');
END
$$;
COMMENT ON FUNCTION partition_tools.finish(bigint) IS
'Always PP100: plain tables are not converted on this engine yet, so there is nothing to go back to.

p_job_id: the job of the conversion.

Errors: PP100.';
