CREATE OR REPLACE FUNCTION partition_tools_internal.stage_storage(
    p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted partition_tools_internal.leaf_property[] := ARRAY(SELECT w FROM unnest(p_wanted) AS w WHERE w.kind = 'storage');
    v_has    partition_tools_internal.leaf_property[] := ARRAY(SELECT p FROM partition_tools_internal.leaf_storage(ARRAY[p_target.relid]) AS p);
    v_table  text := p_target.relid::regclass;
    w partition_tools_internal.leaf_property;
BEGIN
    -- One by one, to know which is refused.
    FOREACH w IN ARRAY v_wanted LOOP
        BEGIN
            PERFORM partition_tools_internal.execute_all(partition_tools_internal.leaf_storage_give(p_target.relid, v_table, ARRAY[w], ARRAY(SELECT h FROM unnest(v_has) AS h WHERE h.name = w.name)));
        EXCEPTION WHEN invalid_parameter_value THEN
            RAISE EXCEPTION 'storage parameter "%" is refused: %', w.definition, SQLERRM
                USING ERRCODE = 'PP024', HINT = 'Correct ddl_with_param: it takes the storage parameters of this server, for example WITH (fillfactor = 90).';
        END;
    END LOOP;
    PERFORM partition_tools_internal.execute_all(partition_tools_internal.leaf_storage_give(p_target.relid, v_table, v_wanted, v_has || v_wanted));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_storage(partition_tools_internal.job_target, partition_tools_internal.leaf_property[]) IS
    'Gives a staging table the storage parameters of its template and those of a WITH (...) clause, and no others. PP024 for one that this server does not know.';
