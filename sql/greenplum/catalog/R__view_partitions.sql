-- Without CTEs, and one call for each column: so a query pays for the columns that it asks for, and each call has its price (its settings).
CREATE OR REPLACE VIEW partition_tools.partitions AS
SELECT rn.nspname AS table_schema, rc.relname AS table_name, n.nspname AS partition_schema,
       CASE WHEN r.parname = '' THEN c.relname ELSE r.parname END AS partition_name,
       r.parchildrelid::regclass AS "partition", coalesce(o.parchildrelid, p.parrelid)::regclass AS parent, p.parrelid::regclass AS root, p.parlevel + 1 AS level,
       NOT EXISTS (SELECT FROM pg_catalog.pg_partition_rule AS s WHERE s.parparentrule = r.oid) AS is_leaf, r.parisdefault AS is_default,
       CASE p.parkind WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END AS strategy,
       CASE WHEN r.parisdefault THEN 'DEFAULT' ELSE pg_catalog.pg_get_partition_rule_def(r.oid, true) END AS bound,
       CASE WHEN p.parnatts = 1 AND p.parkind = 'r' AND NOT r.parisdefault
            THEN coalesce(partition_tools_internal.bound_edge(r.oid, false), 'MINVALUE') END AS lower_bound,
       CASE WHEN p.parnatts = 1 AND p.parkind = 'r' AND NOT r.parisdefault
            THEN coalesce(partition_tools_internal.bound_edge(r.oid, true), 'MAXVALUE') END AS upper_bound,
       CASE WHEN p.parnatts = 1 AND p.parkind = 'r' AND NOT r.parisdefault THEN partition_tools_internal.bound_at(r.oid, false) END AS lower_time,
       CASE WHEN p.parnatts = 1 AND p.parkind = 'r' AND NOT r.parisdefault THEN partition_tools_internal.bound_at(r.oid, true) END AS upper_time,
       partition_tools_internal.tablespace_name(c.reltablespace) AS tablespace,
       CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_partition_rule AS s WHERE s.parparentrule = r.oid)
            THEN partition_tools_internal.relation_bytes(r.parchildrelid) ELSE 0 END AS size,
       CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_partition_rule AS s WHERE s.parparentrule = r.oid)
            THEN partition_tools_internal.row_estimate(c.reltuples, c.relpages, partition_tools_internal.relation_bytes(r.parchildrelid))
            ELSE partition_tools_internal.row_estimate(c.reltuples, c.relpages, 0) END AS estimated_rows
  FROM pg_catalog.pg_partition AS p
  JOIN pg_catalog.pg_partition_rule AS r ON r.paroid = p.oid
  JOIN pg_catalog.pg_class AS rc ON rc.oid = p.parrelid
  JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace
  JOIN pg_catalog.pg_class AS c ON c.oid = r.parchildrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_partition_rule AS o ON o.oid = r.parparentrule
 WHERE NOT p.paristemplate;
COMMENT ON VIEW partition_tools.partitions IS
'Every partition of every partitioned table.

table_schema, table_name, root: the partitioned table at the top; parent: the table the partition hangs on directly; level: 1 for its partitions, 2 for theirs. partition_name: as ALTER TABLE ... PARTITION takes it, or that of the relation where it has none; partition: the relation. strategy: range, list or hash. bound: as Greenplum writes it. lower_bound (inclusive), upper_bound (exclusive): the two ends of a range, whichever way they were declared, MINVALUE and MAXVALUE included. lower_time, upper_time: the same as points in time, where the key is one column of a type with a codec: -infinity and infinity for MINVALUE and MAXVALUE, dates and timestamps without zone read as UTC, integers read as seconds, or milliseconds from 10^11. size: bytes of the table proper on all segments. estimated_rows: from the last ANALYZE and the present size.';
