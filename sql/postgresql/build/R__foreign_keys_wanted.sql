CREATE OR REPLACE FUNCTION partition_tools_internal.foreign_keys_wanted(p_job_id bigint)
RETURNS TABLE (ordinal int, relid oid, name name, definition text, validated boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT t.ordinal, t.relid, k.name::name, k.definition, (k.details ->> 'validated')::boolean
          FROM partition_tools_internal.job_target AS t, unnest(partition_tools_internal.job_wanted(t, '{foreign key}')) AS k
         WHERE t.job_id = p_job_id ORDER BY t.ordinal, k.name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.foreign_keys_wanted(bigint) IS
    'The foreign keys that the targets of a job are to have. Empty new partitions get theirs when they are attached.';
