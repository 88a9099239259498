CREATE OR REPLACE FUNCTION partition_tools_internal.foreign_keys_wanted(p_job_id bigint)
RETURNS TABLE (ordinal int, relid oid, name name, definition text, validated boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT (t.target).ordinal, (t.target).relid, k.name::name, k.definition, (k.details ->> 'validated')::boolean
          FROM partition_tools_internal.targets_wanted(p_job_id, '{foreign key}') AS t, unnest(t.wanted) AS k ORDER BY 1, 3;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.foreign_keys_wanted(bigint) IS
    'The foreign keys that the targets of a job are to have. Empty new partitions get theirs when they are attached.';
