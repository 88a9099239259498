CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_bond(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'bond', b.what, b.what, jsonb_build_object('rank', b.rank, 'remedy', b.remedy)
          FROM pg_class AS c
         CROSS JOIN LATERAL (
                SELECT 1 AS rank, format('belongs to extension %I', e.extname) AS what, format('ALTER EXTENSION %I DROP TABLE %s;', e.extname, c.oid::regclass) AS remedy
                  FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
                 WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
                UNION ALL
                SELECT 2, format('has %s that depends on extension %I', pg_describe_object(d.classid, d.objid, 0), e.extname), 'ALTER it ... NO DEPENDS ON EXTENSION;'
                  FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
                 WHERE d.deptype = 'x'
                   AND (d.classid = 'pg_class'::regclass AND d.objid IN (SELECT x.indexrelid FROM pg_index AS x WHERE x.indrelid = c.oid)
                        OR d.classid = 'pg_trigger'::regclass AND d.objid IN (SELECT t.oid FROM pg_trigger AS t WHERE t.tgrelid = c.oid))
                UNION ALL
                SELECT 3, format('has rule %I', w.rulename), format('DROP RULE %I ON %s;', w.rulename, c.oid::regclass) FROM pg_rewrite AS w WHERE w.ev_class = c.oid
                UNION ALL
                SELECT 3, format('has a security label of %s', l.provider), 'SECURITY LABEL ... IS NULL;'
                  FROM pg_seclabel AS l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = c.oid
                UNION ALL
                SELECT 4, format('has foreign key %I, whose triggers are not simply enabled', k.conname), format('ALTER TABLE %s ENABLE TRIGGER ALL, or drop the key;', c.oid::regclass)
                  FROM pg_constraint AS k JOIN pg_trigger AS t ON t.tgconstraint = k.oid AND t.tgrelid = k.conrelid AND t.tgenabled <> 'O'
                 WHERE k.conrelid = c.oid AND k.contype = 'f') AS b
         WHERE c.oid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_bond(oid[]) IS
    'What binds a table to something that cannot be given to another: an extension, a rule, a security label, a foreign key with disabled triggers; details: rank, remedy.';
