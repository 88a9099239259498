-- The engine that has nothing, for tests of sql/common on servers without an adapter: a view is looked up when it is created, and
-- partition_tools.report is one on partition_tools.jobs.
CREATE OR REPLACE VIEW partition_tools.jobs AS
SELECT j.job_id, j.run_id, j.ordinal, j.table_name AS target, j.operation, j.action, j.sources, j.targets, j.strategy,
       'pending'::text AS state, NULL::text AS phase, 0::bigint AS rows, j.total, 0::numeric AS progress,
       r.created_at, NULL::timestamptz AS started_at, NULL::timestamptz AS finished_at, NULL::interval AS elapsed, NULL::numeric AS rate, NULL::interval AS eta,
       NULL::int AS pid, NULL::text AS sqlstate, NULL::text AS error, NULL::text AS detail, NULL::text AS hint,
       NULL::numeric AS locked_ms, NULL::bigint AS batch, NULL::text AS last_key
  FROM partition_tools_internal.job AS j
  JOIN partition_tools_internal.run AS r ON r.run_id = j.run_id;
