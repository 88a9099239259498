-- 100,000 partitions are listed in under a second: what depends on the table is looked up once a table, and nothing
-- opens a partition that has never held a row.
CREATE OR REPLACE VIEW partition_tools.partitions AS
WITH parent AS MATERIALIZED (
    SELECT t.partrelid, t.partstrat, r.root, rn.nspname AS table_schema, rc.relname AS table_name,
           (SELECT pg_catalog.count(*)::int FROM pg_catalog.pg_partition_ancestors(t.partrelid)) AS level,
           CASE WHEN t.partnatts = 1 AND t.partstrat = 'r' THEN partition_tools_internal.base_type(a.atttypid) END AS key_type
      FROM pg_catalog.pg_partitioned_table AS t
     CROSS JOIN LATERAL (SELECT pg_catalog.pg_partition_root(t.partrelid) AS root) AS r
      JOIN pg_catalog.pg_class AS rc ON rc.oid = r.root
      JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.partrelid AND a.attnum = t.partattrs[0] AND a.attnum > 0
), bound AS (
    SELECT p.*, c.oid AS relid, n.nspname AS partition_schema, c.relname AS partition_name, c.relkind,
           c.reltablespace, c.reltuples, c.relpages, i.inhdetachpending,
           -- Without a relation, of which a bound has no column, it is rendered several times faster. ISO bounds carry
           -- their offset and read back exactly; other styles are rendered anew.
           CASE WHEN pg_catalog.current_setting('DateStyle') LIKE 'ISO%'
                THEN pg_catalog.pg_get_expr(c.relpartbound, 0)
                ELSE partition_tools_internal.bound_text(c.oid) END AS bound
      FROM parent AS p
      JOIN pg_catalog.pg_inherits AS i ON i.inhparent = p.partrelid
      JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    OFFSET 0
), split AS (
    SELECT b.*,
           CASE WHEN b.partstrat = 'r' AND b.bound <> 'DEFAULT'
                THEN pg_catalog.btrim(pg_catalog.split_part(pg_catalog.substr(b.bound, 18), ') TO (', 1), '''') END AS lower_bound,
           CASE WHEN b.partstrat = 'r' AND b.bound <> 'DEFAULT'
                THEN pg_catalog.btrim(pg_catalog.split_part(b.bound, ') TO (', 2), ''')') END AS upper_bound
      FROM bound AS b
    OFFSET 0
), sized AS (
    SELECT s.*, CASE WHEN s.relkind <> 'p' THEN partition_tools_internal.relation_bytes(s.relid, s.reltuples, s.relpages) ELSE 0 END AS bytes
      FROM split AS s
    OFFSET 0
)
SELECT s.table_schema, s.table_name, s.partition_schema, s.partition_name,
       s.relid::regclass AS partition, s.partrelid::regclass AS parent, s.root, s.level,
       s.relkind <> 'p' AS is_leaf, s.bound = 'DEFAULT' AS is_default,
       CASE s.partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END AS strategy, s.bound,
       s.lower_bound, s.upper_bound,
       CASE WHEN s.lower_bound = 'MINVALUE' THEN timestamptz '-infinity'
            WHEN s.key_type = 'timestamptz' THEN s.lower_bound::timestamptz
            WHEN s.key_type IN ('date', 'timestamp') THEN s.lower_bound::timestamp AT TIME ZONE 'Etc/UTC'
            WHEN s.key_type IS NOT NULL AND s.lower_bound IS NOT NULL THEN partition_tools_internal.bound_time(s.key_type, s.lower_bound)
       END AS lower_time,
       CASE WHEN s.upper_bound = 'MAXVALUE' THEN timestamptz 'infinity'
            WHEN s.key_type = 'timestamptz' THEN s.upper_bound::timestamptz
            WHEN s.key_type IN ('date', 'timestamp') THEN s.upper_bound::timestamp AT TIME ZONE 'Etc/UTC'
            WHEN s.key_type IS NOT NULL AND s.upper_bound IS NOT NULL THEN partition_tools_internal.bound_time(s.key_type, s.upper_bound)
       END AS upper_time,
       coalesce(ts.spcname, db.spcname) AS tablespace,
       s.bytes AS size,
       partition_tools_internal.row_estimate(s.reltuples, s.relpages, s.bytes) AS estimated_rows,
       coalesce(s.inhdetachpending, false) AS detach_pending
  FROM sized AS s
  LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = s.reltablespace
 CROSS JOIN (SELECT t.spcname FROM pg_catalog.pg_database AS d JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
              WHERE d.datname = pg_catalog.current_database()) AS db;
COMMENT ON VIEW partition_tools.partitions IS
'Every partition of every partitioned table.

table_schema, table_name, root: the partitioned table at the top; parent: the table the partition hangs on directly; level: 1 for its partitions, 2 for theirs. strategy: range, list or hash. bound: as PostgreSQL writes it. lower_bound (inclusive), upper_bound (exclusive): the two ends of a range, MINVALUE and MAXVALUE included. lower_time, upper_time: the same as points in time, where the key is one column of a type with a codec: -infinity and infinity for MINVALUE and MAXVALUE, dates and timestamps without zone read as UTC, integers read as seconds, or milliseconds from 10^11. size: bytes of the table proper; 0 without a look at the file where neither a statistic nor an insert was ever recorded. estimated_rows: from the last ANALYZE and the present size. detach_pending: an interrupted DETACH PARTITION ... CONCURRENTLY hides its rows until FINALIZE.';
