CREATE OR REPLACE FUNCTION partition_tools.restore(p_archive_id bigint, p_as_table text DEFAULT NULL)
RETURNS TABLE (job_id bigint, statement text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_archive partition_tools_internal.archive;
BEGIN
    SELECT * INTO v_archive FROM partition_tools_internal.archive AS a WHERE a.archive_id = p_archive_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no archive %', coalesce(p_archive_id::text, 'NULL')
            USING ERRCODE = 'PP075', HINT = 'partition_tools.archives lists them.';
    END IF;
    job_id := partition_tools_internal.restore_unfinished(p_archive_id, p_as_table);
    IF job_id IS NULL AND p_as_table IS NOT NULL THEN
        job_id := partition_tools_internal.restore_job_table(v_archive, p_as_table);
    ELSIF job_id IS NULL THEN
        job_id := partition_tools_internal.restore_job_partition(v_archive);
    END IF;
    statement := partition_tools_internal.job_statement(job_id);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION partition_tools.restore(bigint, text) IS
'Makes a job that brings an archived partition back, and returns it with the statement that executes it. An archive of the program partition-tools is for a worker (partition-tools restore, or work), which reads the objects and compares them with their manifest; what the engine itself has written it reads itself. Then the rows become a partition again, in its bounds, with the indexes and keys that its table has now, and in the place of an external one where there is one. The archive stays; and a policy whose window to unload contains the partition unloads it again when it is run.

p_archive_id: as the view archives lists it. p_as_table: schema.name of a plain table that is made instead, with the columns that the partition had (default: none, attach it to its table). That works even if the table is gone, or its columns are others now.

Columns are matched by name; columns that the table has got since are NULL or have their default. A job for the same archive that is not finished is returned again.

Errors: PP075 for an unknown archive; PP073 where it cannot be a partition: the table is gone, another partition or rows of the default partition lie in its range, or it has columns that the table has lost; PP001 for p_as_table that is not schema.name, or exists.';
