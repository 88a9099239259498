CREATE OR REPLACE FUNCTION partition_tools_internal.publication_findings(p_table oid, p_policy json)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- This engine has no publications.
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.publication_findings(oid, json) IS
    'What check_partitions finds about the publications of a table: nothing on this engine.';
