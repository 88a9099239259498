CREATE OR REPLACE FUNCTION partition_tools_internal.map_rate(
    p_table regclass, p_strategy text, OUT seconds_per_row float8, OUT seconds_per_job float8, OUT basis text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j record;
BEGIN
    SELECT sum(v.rows) AS rows, sum(CASE WHEN v.own THEN v.rows END) AS own_rows, sum(v.seconds) AS seconds,
           sum(CASE WHEN v.own THEN v.seconds END) AS own_seconds, count(*) AS jobs, count(CASE WHEN v.own THEN 1 END) AS own_jobs INTO j
      FROM (SELECT w.rows, extract(epoch FROM w.elapsed)::float8 AS seconds, w.target = p_table::text AS own
              FROM partition_tools.jobs AS w
             WHERE w.state = 'completed' AND w.strategy = p_strategy) AS v;
    IF j.own_jobs > 0 THEN
        seconds_per_row := j.own_seconds / nullif(j.own_rows, 0);
        seconds_per_job := j.own_seconds / j.own_jobs;
        basis := 'earlier jobs of this table';
    ELSIF j.jobs > 0 THEN
        seconds_per_row := j.seconds / nullif(j.rows, 0);
        seconds_per_job := j.seconds / j.jobs;
        basis := 'earlier jobs of other tables';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_rate(regclass, text) IS
    'How long jobs of a strategy have taken so far, by the row and by the job: those of the table, or where there are none, those of others. NULL where nobody knows.';
