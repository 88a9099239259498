CREATE OR REPLACE FUNCTION partition_tools_internal.build_owner(p_job partition_tools_internal.job, p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_owner name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class AS c WHERE c.oid = p_job.table_oid);
    t partition_tools_internal.leaf;
BEGIN
    IF v_owner <> current_user THEN
        -- Last: it may take from us the right to do the rest.
        FOREACH t IN ARRAY p_targets LOOP
            EXECUTE format('ALTER TABLE %s OWNER TO %I', t.relid::regclass, v_owner);
        END LOOP;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_owner(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'Gives the staging tables of a job to the owner of its table.';
