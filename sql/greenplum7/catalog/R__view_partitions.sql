CREATE OR REPLACE VIEW partition_tools.partitions AS
WITH bound AS (
    SELECT t.partrelid, t.partstrat, t.partnatts, rn.nspname AS table_schema, rc.relname AS table_name, rc.oid AS root,
           (SELECT pg_catalog.count(*)::int FROM pg_catalog.pg_partition_ancestors(t.partrelid)) AS level,
           CASE WHEN t.partnatts = 1 AND t.partstrat = 'r' THEN partition_tools_internal.base_type(a.atttypid) END AS key_type,
           c.oid AS relid, n.nspname AS partition_schema, c.relname AS partition_name, c.relkind, c.reltablespace, c.reltuples, c.relpages,
           partition_tools_internal.bound_text(c.oid) AS bound
      FROM pg_catalog.pg_partitioned_table AS t
      JOIN pg_catalog.pg_class AS rc ON rc.oid = pg_catalog.pg_partition_root(t.partrelid)
      JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.partrelid AND a.attnum = t.partattrs[0] AND a.attnum > 0
      JOIN pg_catalog.pg_inherits AS i ON i.inhparent = t.partrelid
      JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    OFFSET 0
), split AS (
    SELECT b.*,
           CASE WHEN b.partstrat = 'r' AND b.bound <> 'DEFAULT' THEN pg_catalog.btrim(pg_catalog.split_part(pg_catalog.substr(b.bound, 18), ') TO (', 1), '''') END AS lower_bound,
           CASE WHEN b.partstrat = 'r' AND b.bound <> 'DEFAULT' THEN pg_catalog.btrim(pg_catalog.split_part(b.bound, ') TO (', 2), ''')') END AS upper_bound,
           CASE WHEN b.relkind = 'r' THEN partition_tools_internal.relation_bytes(b.relid) ELSE 0 END AS bytes
      FROM bound AS b
    OFFSET 0
)
SELECT s.table_schema, s.table_name, s.partition_schema, s.partition_name,
       s.relid::regclass AS partition, s.partrelid::regclass AS parent, s.root::regclass AS root, s.level,
       s.relkind <> 'p' AS is_leaf, s.bound = 'DEFAULT' AS is_default,
       CASE s.partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END AS strategy, s.bound, s.lower_bound, s.upper_bound,
       CASE WHEN s.lower_bound = 'MINVALUE' THEN timestamptz '-infinity' WHEN s.lower_bound IS NOT NULL THEN partition_tools_internal.bound_time(s.key_type, s.lower_bound) END AS lower_time,
       CASE WHEN s.upper_bound = 'MAXVALUE' THEN timestamptz 'infinity' WHEN s.upper_bound IS NOT NULL THEN partition_tools_internal.bound_time(s.key_type, s.upper_bound) END AS upper_time,
       partition_tools_internal.tablespace_name(s.reltablespace) AS tablespace,
       s.bytes AS size, partition_tools_internal.row_estimate(s.reltuples, s.relpages, s.bytes) AS estimated_rows
  FROM split AS s;
COMMENT ON VIEW partition_tools.partitions IS
'Every partition of every partitioned table.

table_schema, table_name, root: the partitioned table at the top; parent: the table the partition hangs on directly; level: 1 for its partitions, 2 for theirs. strategy: range, list or hash. bound: as the server writes it, in UTC and ISO style. lower_bound (inclusive), upper_bound (exclusive): the two ends of a range, MINVALUE and MAXVALUE included. lower_time, upper_time: the same as points in time, where the key is one column of a type with a codec. size: bytes of the table proper on all segments. estimated_rows: from the last ANALYZE and the present size.';
