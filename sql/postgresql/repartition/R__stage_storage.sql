CREATE OR REPLACE FUNCTION partition_tools_internal.stage_storage(p_relid oid, p_template oid, p_with_param text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_option text;
BEGIN
    FOREACH v_option IN ARRAY
        CASE WHEN (SELECT relkind FROM pg_class WHERE oid = p_template) = 'r'
             THEN (SELECT coalesce(c.reloptions, '{}') FROM pg_class c WHERE c.oid = p_template)
                  || ARRAY(SELECT 'toast.' || o FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid, unnest(t.reloptions) AS o WHERE c.oid = p_template)
             ELSE '{}' END
        || partition_tools_internal.storage_options(p_with_param)
    LOOP
        BEGIN
            EXECUTE format('ALTER TABLE %s SET (%s = %L)', p_relid::regclass, split_part(v_option, '=', 1), substr(v_option, strpos(v_option, '=') + 1));
        EXCEPTION WHEN invalid_parameter_value THEN
            RAISE EXCEPTION 'storage parameter "%" is refused: %', v_option, SQLERRM
                USING ERRCODE = 'PP024', HINT = 'Correct ddl_with_param: it takes the storage parameters of this server, for example WITH (fillfactor = 90).';
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_storage(oid, oid, text) IS
    'Gives a staging table the storage parameters of its template and those of a WITH (...) clause. PP024 for one that this server does not know.';
