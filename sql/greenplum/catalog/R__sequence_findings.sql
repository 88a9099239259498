CREATE OR REPLACE FUNCTION partition_tools_internal.sequence_findings(p_table oid)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A sequence is a relation here that has to be read by name, on the master.
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sequence_findings(oid) IS
    'What check_partitions finds about the sequences of a table: on this engine they are not looked at.';
