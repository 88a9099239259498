CREATE OR REPLACE VIEW partition_tools.partitions AS
WITH rule AS (
    SELECT u.oid, u.parchildrelid, u.parparentrule, u.parname, u.parisdefault, p.parrelid, p.parkind, p.parlevel, p.parnatts, p.paratts[0] AS attnum
      FROM pg_catalog.pg_partition AS p
      JOIN pg_catalog.pg_partition_rule AS u ON u.paroid = p.oid
     WHERE NOT p.paristemplate
), bound AS (
    SELECT r.*, rn.nspname AS table_schema, rc.relname AS table_name, n.nspname AS partition_schema,
           CASE WHEN r.parname = '' THEN c.relname ELSE r.parname END AS partition_name,
           coalesce(o.parchildrelid, r.parrelid) AS parent, c.reltablespace, c.reltuples, c.relpages,
           NOT EXISTS (SELECT FROM pg_catalog.pg_partition_rule AS s WHERE s.parparentrule = r.oid) AS is_leaf,
           CASE WHEN r.parnatts = 1 AND r.parkind = 'r' THEN partition_tools_internal.base_type(a.atttypid) END AS key_type,
           CASE WHEN r.parnatts = 1 AND r.parkind = 'r' AND NOT r.parisdefault
                THEN coalesce(partition_tools_internal.bound_edge(r.oid, false), 'MINVALUE') END AS lower_bound,
           CASE WHEN r.parnatts = 1 AND r.parkind = 'r' AND NOT r.parisdefault
                THEN coalesce(partition_tools_internal.bound_edge(r.oid, true), 'MAXVALUE') END AS upper_bound
      FROM rule AS r
      JOIN pg_catalog.pg_class AS rc ON rc.oid = r.parrelid
      JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace
      JOIN pg_catalog.pg_class AS c ON c.oid = r.parchildrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_partition_rule AS o ON o.oid = r.parparentrule
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.parrelid AND a.attnum = r.attnum
), sized AS (
    SELECT b.*, CASE WHEN b.is_leaf THEN partition_tools_internal.relation_bytes(b.parchildrelid) ELSE 0 END AS bytes
      FROM bound AS b
)
SELECT s.table_schema, s.table_name, s.partition_schema, s.partition_name,
       s.parchildrelid::regclass AS "partition", s.parent::regclass AS parent, s.parrelid::regclass AS root, s.parlevel + 1 AS level,
       s.is_leaf, s.parisdefault AS is_default,
       CASE s.parkind WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END AS strategy,
       CASE WHEN s.parisdefault THEN 'DEFAULT' ELSE pg_catalog.pg_get_partition_rule_def(s.oid, true) END AS bound,
       s.lower_bound, s.upper_bound,
       CASE WHEN s.lower_bound = 'MINVALUE' THEN timestamptz '-infinity'
            WHEN s.key_type IS NOT NULL AND s.lower_bound IS NOT NULL THEN partition_tools_internal.bound_time(s.key_type, s.lower_bound)
       END AS lower_time,
       CASE WHEN s.upper_bound = 'MAXVALUE' THEN timestamptz 'infinity'
            WHEN s.key_type IS NOT NULL AND s.upper_bound IS NOT NULL THEN partition_tools_internal.bound_time(s.key_type, s.upper_bound)
       END AS upper_time,
       partition_tools_internal.tablespace_name(s.reltablespace) AS tablespace,
       s.bytes AS size,
       partition_tools_internal.row_estimate(s.reltuples, s.relpages, s.bytes) AS estimated_rows
  FROM sized AS s;
COMMENT ON VIEW partition_tools.partitions IS
'Every partition of every partitioned table.

table_schema, table_name, root: the partitioned table at the top; parent: the table the partition hangs on directly; level: 1 for its partitions, 2 for theirs. partition_name: as ALTER TABLE ... PARTITION takes it, or that of the relation where it has none; partition: the relation. strategy: range, list or hash. bound: as Greenplum writes it. lower_bound (inclusive), upper_bound (exclusive): the two ends of a range, whichever way they were declared, MINVALUE and MAXVALUE included. lower_time, upper_time: the same as points in time, where the key is one column of a type with a codec: -infinity and infinity for MINVALUE and MAXVALUE, dates and timestamps without zone read as UTC, integers read as seconds, or milliseconds from 10^11. size: bytes of the table proper on all segments. estimated_rows: from the last ANALYZE and the present size.';
