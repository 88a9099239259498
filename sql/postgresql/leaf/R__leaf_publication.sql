CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_publication(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Column lists and row filters came with PostgreSQL 15.
    RETURN QUERY EXECUTE format($q$
        SELECT r.prrelid, 'publication'::text, p.pubname::text, format('%%I%%s', p.pubname, c.clause), jsonb_build_object('clause', c.clause)
          FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid, LATERAL (SELECT %s) AS c(clause) WHERE r.prrelid = ANY ($1) $q$,
        CASE WHEN current_setting('server_version_num')::int < 150000 THEN $c$''::text$c$ ELSE $c$
            concat(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a
                             WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[])) || ')',
                   ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')') $c$ END) USING p_relids;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_publication(oid[]) IS
    'The publications that name a table itself, with the columns and the filter that they have for it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_publication_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('ALTER PUBLICATION %I ADD TABLE ONLY %s%s', w.name, p_table, w.details ->> 'clause')
                   FROM unnest(p_wanted) AS w WHERE w.name NOT IN (SELECT h.name FROM unnest(p_has) AS h) ORDER BY w.name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_publication_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that add a table to publications; none takes it out.';
