CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_sequence(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT d.refobjid, 'sequence', q.oid::regclass::text, format('OWNED BY %I', a.attname), jsonb_build_object('column', a.attname)
          FROM pg_depend AS d JOIN pg_class AS q ON q.oid = d.objid AND q.relkind = 'S'
          JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (p_relids) AND d.deptype = 'a';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_sequence(oid[]) IS
    'Sequences that a column owns, without those of identity: they outlive their table where its place is taken.';
