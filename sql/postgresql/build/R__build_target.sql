CREATE OR REPLACE FUNCTION partition_tools_internal.build_target(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The owner first: PostgreSQL builds indexes with the owner's rights, so that functions in them cannot act with ours.
    -- In its final schema, where the owner may create, and so that less is left to do under the lock.
    EXECUTE format('ALTER TABLE %s SET SCHEMA %I', p_target.relid::regclass, p_target.schema_name);
    PERFORM partition_tools_internal.build_owner(p_target.template, p_target.relid);
    IF partition_tools_internal.schema_is_published(p_target.schema_name) THEN
        -- What is still to be copied would be published with it.
        EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', p_target.relid::regclass);
    END IF;
    PERFORM partition_tools_internal.build_indexes(p_target);
    PERFORM partition_tools_internal.build_column_options(p_target);
    PERFORM partition_tools_internal.build_statistics(p_target);
    PERFORM partition_tools_internal.build_replica_identity(p_target.template, p_target.relid, false);
    PERFORM partition_tools_internal.build_comments(p_target);
    EXECUTE format('ANALYZE %s', p_target.relid::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_target(partition_tools_internal.job_target) IS
    'Everything a partition has that its staging table still lacks, but for what must wait for the swap: foreign keys, privileges, row security, triggers, publications.';
