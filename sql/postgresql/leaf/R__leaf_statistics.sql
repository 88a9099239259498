CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_statistics(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT s.stxrelid, 'statistics', s.stxname::text, d.tail,
               jsonb_build_object('schema', sn.nspname, 'table', t.relname, 'table_schema', tn.nspname, 'owner', pg_get_userbyid(s.stxowner), 'target', nullif(s.stxstattarget, -1),
                                  'comment', obj_description(s.oid, 'pg_statistic_ext'), 'twin', row_number() OVER (PARTITION BY s.stxrelid, d.tail ORDER BY s.oid),
                                  'columns', (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[])))
          FROM pg_statistic_ext AS s JOIN pg_namespace AS sn ON sn.oid = s.stxnamespace JOIN pg_class AS t ON t.oid = s.stxrelid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
          -- Without its name and, at the end, that of the table, which is printed with its schema where it is not visible; here it never is.
         CROSS JOIN LATERAL (SELECT left(substr(pg_get_statisticsobjdef(s.oid), length(format('CREATE STATISTICS %I.%I', sn.nspname, s.stxname)) + 1),
                                         -length(format('%I.%I', tn.nspname, t.relname)))) AS d(tail)
         WHERE s.stxrelid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_statistics(oid[]) IS
    'Extended statistics by what they count; details: schema, owner, target, comment, and twin (which of several that count the same).';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_statistics_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('DROP STATISTICS %I.%I', h.details ->> 'schema', h.name) FROM unnest(p_has) AS h)
        || ARRAY(SELECT s.statement
                   FROM unnest(p_wanted) AS w
                  CROSS JOIN LATERAL (SELECT format('%I.%I', w.details ->> 'schema', w.name)) AS i(name)
                  CROSS JOIN LATERAL (VALUES (1, format('CREATE STATISTICS %s%s%s', i.name, w.definition, p_table)),
                                             (2, format('ALTER STATISTICS %s SET STATISTICS ', i.name) || (w.details ->> 'target')),
                                             (3, format('COMMENT ON STATISTICS %s IS ', i.name) || quote_literal(w.details ->> 'comment')),
                                             (4, format('ALTER STATISTICS %s OWNER TO %I', i.name, w.details ->> 'owner'))) AS s(n, statement)
                  WHERE s.statement IS NOT NULL ORDER BY w.name, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_statistics_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that drop the extended statistics of a table and create others, under the names that they bear in p_wanted.';
