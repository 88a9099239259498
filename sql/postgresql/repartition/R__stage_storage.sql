CREATE OR REPLACE FUNCTION partition_tools_internal.stage_storage(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted partition_tools_internal.leaf_property[] := partition_tools_internal.job_wanted(p_target, '{storage}');
    v_has    partition_tools_internal.leaf_property[] := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_target.relid], '{storage}') AS p);
    w partition_tools_internal.leaf_property;
BEGIN
    FOREACH w IN ARRAY v_wanted LOOP
        BEGIN
            PERFORM partition_tools_internal.leaf_give(p_target.relid, w || ARRAY(SELECT h FROM unnest(v_has) AS h WHERE h.name <> w.name), '{storage}');
        EXCEPTION WHEN invalid_parameter_value THEN
            RAISE EXCEPTION 'storage parameter "%" is refused: %', w.definition, SQLERRM
                USING ERRCODE = 'PP024', HINT = 'Correct ddl_with_param: it takes the storage parameters of this server, for example WITH (fillfactor = 90).';
        END;
        v_has := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_target.relid], '{storage}') AS p);
    END LOOP;
    PERFORM partition_tools_internal.leaf_give(p_target.relid, v_wanted, '{storage}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_storage(partition_tools_internal.job_target) IS
    'Gives a staging table the storage parameters of its template and those of a WITH (...) clause, and no others. PP024 for one that this server does not know.';
