CREATE OR REPLACE FUNCTION partition_tools_internal.swap_publications(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Column lists and row filters came with PostgreSQL 15.
    v_columns text := CASE WHEN current_setting('server_version_num')::int >= 150000
        THEN '(SELECT string_agg(quote_ident(a.attname), '', '' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[])), pg_get_expr(r.prqual, r.prrelid)'
        ELSE 'NULL::text, NULL::text' END;
    v_publication name;
    v_list   text;
    v_filter text;
BEGIN
    FOR v_publication, v_list, v_filter IN
        EXECUTE format('SELECT p.pubname, %s FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE r.prrelid = $1 ORDER BY 1', v_columns)
          USING p_from
    LOOP
        EXECUTE format('ALTER PUBLICATION %I ADD TABLE %s%s%s', v_publication, p_to::regclass, ' (' || v_list || ')', ' WHERE (' || v_filter || ')');
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_publications(oid, oid) IS
    'The publications that name the partition itself; added at the swap, lest the copying be published.';
