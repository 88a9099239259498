-- What stands in pg_depend for an object that is read under another address.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, 'pg_class'::regclass::oid AS toclass, t.typrelid AS toobj, 0 AS tosub
  FROM pg_type AS t JOIN pg_class AS c ON c.oid = t.typrelid WHERE c.relkind <> 'c'
UNION ALL
SELECT 'pg_class'::regclass, t.typrelid, 0, 'pg_type'::regclass, t.oid, 0 FROM pg_type AS t JOIN pg_class AS c ON c.oid = t.typrelid WHERE c.relkind = 'c'
UNION ALL
SELECT 'pg_type'::regclass, a.oid, 0, 'pg_type'::regclass, a.typelem, 0 FROM pg_type AS a JOIN pg_type AS e ON e.oid = a.typelem AND e.typarray = a.oid
UNION ALL
SELECT 'pg_attrdef'::regclass, d.oid, 0, 'pg_class'::regclass, d.adrelid, d.adnum FROM pg_attrdef AS d
UNION ALL
SELECT 'pg_rewrite'::regclass, r.oid, 0, 'pg_class'::regclass, r.ev_class, 0 FROM pg_rewrite AS r WHERE r.rulename = '_RETURN'
UNION ALL
SELECT 'pg_class'::regclass, k.conindid, 0, 'pg_constraint'::regclass, k.oid, 0 FROM pg_constraint AS k WHERE k.contype IN ('p', 'u', 'x')
UNION ALL
SELECT 'pg_constraint'::regclass, k.oid, 0, 'pg_type'::regclass, k.contypid, 0 FROM pg_constraint AS k WHERE k.contypid <> 0
UNION ALL
SELECT d.classid, d.objid, 0, d.refclassid, d.refobjid, d.refobjsubid FROM pg_depend AS d
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND d.refobjsubid > 0
UNION ALL
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, 0 FROM pg_depend AS d WHERE d.deptype = 'e'
