CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_place(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'place', NULL::text, concat_ws(' ', 'USING ' || quote_ident(m.amname), 'TABLESPACE ' || quote_ident(t.name)),
               jsonb_build_object('method', m.amname, 'tablespace', t.name)
          FROM pg_class AS c LEFT JOIN pg_am AS m ON m.oid = c.relam
         CROSS JOIN LATERAL partition_tools_internal.tablespace_name(c.reltablespace) AS t(name) WHERE c.oid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_place(oid[]) IS
    'Access method and tablespace; made with the table.';
