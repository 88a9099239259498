-- Without what only partitions have: that is most of it where there are many.
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
  FROM pg_depend AS d
 WHERE d.deptype IN ('n', 'a', 'i')
   AND NOT (d.deptype = 'a' AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
            AND EXISTS (SELECT 1 FROM pg_class AS c WHERE c.oid = d.objid AND c.relkind = 'S'))
   AND NOT (d.classid = 'pg_class'::regclass AND d.objid IN (SELECT parchildrelid FROM pg_partition_rule))
   AND NOT (d.refclassid = 'pg_class'::regclass AND d.refobjid IN (SELECT parchildrelid FROM pg_partition_rule))
