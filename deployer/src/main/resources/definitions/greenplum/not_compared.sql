SELECT n.nspname AS schema, o.text
  FROM pg_namespace AS n
  CROSS JOIN LATERAL (
        SELECT 'foreign table ' || format('%I.%I', n.nspname, c.relname) AS text, 'pg_class'::regclass AS class, c.oid
          FROM pg_class AS c WHERE c.relnamespace = n.oid AND c.relkind = 'f' AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
        UNION ALL SELECT 'external table ' || format('%I.%I', n.nspname, c.relname), 'pg_class'::regclass, c.oid
          FROM pg_class AS c WHERE c.relnamespace = n.oid AND c.relkind = 'r' AND c.relstorage = 'x'
           AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
        UNION ALL SELECT 'operator ' || o.oid::regoperator::text, 'pg_operator'::regclass, o.oid FROM pg_operator AS o WHERE o.oprnamespace = n.oid
        UNION ALL SELECT 'operator class ' || format('%I.%I', n.nspname, o.opcname), 'pg_opclass'::regclass, o.oid FROM pg_opclass AS o WHERE o.opcnamespace = n.oid
        UNION ALL SELECT 'conversion ' || format('%I.%I', n.nspname, o.conname), 'pg_conversion'::regclass, o.oid FROM pg_conversion AS o WHERE o.connamespace = n.oid
        UNION ALL SELECT 'text search configuration ' || format('%I.%I', n.nspname, o.cfgname), 'pg_ts_config'::regclass, o.oid FROM pg_ts_config AS o WHERE o.cfgnamespace = n.oid
        UNION ALL SELECT 'text search dictionary ' || format('%I.%I', n.nspname, o.dictname), 'pg_ts_dict'::regclass, o.oid FROM pg_ts_dict AS o WHERE o.dictnamespace = n.oid
        UNION ALL SELECT 'base type ' || format('%I.%I', n.nspname, t.typname), 'pg_type'::regclass, t.oid
          FROM pg_type AS t WHERE t.typnamespace = n.oid AND (t.typtype = 'p' OR t.typtype = 'b' AND t.typelem = 0)) AS o
 WHERE n.nspname = ANY (?)
   AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
 ORDER BY 1, 2
