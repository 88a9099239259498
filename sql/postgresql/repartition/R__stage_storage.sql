CREATE OR REPLACE FUNCTION partition_tools_internal.stage_storage(p_relid oid, p_template oid, p_with_param text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted text[] := CASE WHEN (SELECT c.relkind FROM pg_class c WHERE c.oid = p_template) = 'r' THEN partition_tools_internal.storage_of(p_template) ELSE '{}' END;
    v_given  text[] := partition_tools_internal.storage_options(p_with_param);
    v_option text;
BEGIN
    FOREACH v_option IN ARRAY partition_tools_internal.storage_of(p_relid) LOOP
        IF split_part(v_option, '=', 1) NOT IN (SELECT split_part(o, '=', 1) FROM unnest(v_wanted || v_given) AS o) THEN
            EXECUTE format('ALTER TABLE %s RESET (%s)', p_relid::regclass, split_part(v_option, '=', 1));
        END IF;
    END LOOP;
    FOREACH v_option IN ARRAY v_wanted || v_given LOOP
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
    'Gives a staging table the storage parameters of its template and those of a WITH (...) clause, and no others. PP024 for one that this server does not know.';

CREATE OR REPLACE FUNCTION partition_tools_internal.storage_of(p_relid oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(c.reloptions, '{}') || ARRAY(SELECT 'toast.' || o FROM pg_class t, unnest(t.reloptions) AS o WHERE t.oid = c.reltoastrelid)
              FROM pg_class c WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.storage_of(oid) IS 'The storage parameters of a table and its TOAST table as name=value.';
