CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_storage(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'storage', split_part(o.option, '=', 1), o.option, jsonb_build_object('number', o.number)
          FROM pg_class AS c LEFT JOIN pg_class AS t ON t.oid = c.reltoastrelid
         CROSS JOIN LATERAL unnest(c.reloptions || ARRAY(SELECT 'toast.' || x FROM unnest(t.reloptions) WITH ORDINALITY AS u(x, n) ORDER BY n)) WITH ORDINALITY AS o(option, number)
         WHERE c.oid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_storage(oid[]) IS
    'Storage parameters of the table and its TOAST table as name=value, in the order in which they were set.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_storage_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('ALTER TABLE %s RESET (%s)', p_table, h.name) FROM unnest(p_has) AS h WHERE h.name NOT IN (SELECT w.name FROM unnest(p_wanted) AS w) ORDER BY h.name)
        || ARRAY(SELECT format('ALTER TABLE %s SET (%s = %L)', p_table, w.name, substr(w.definition, strpos(w.definition, '=') + 1))
                   FROM unnest(p_wanted) WITH ORDINALITY AS w(relid, kind, name, definition, details, n)
                  WHERE w.definition NOT IN (SELECT h.definition FROM unnest(p_has) AS h) ORDER BY w.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_storage_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that set storage parameters, and reset others.';
