CREATE OR REPLACE FUNCTION partition_tools_internal.map_rate(
    p_table regclass, p_strategy text, OUT seconds_per_row float8, OUT seconds_per_job float8, OUT basis text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- More do not tell more, and of years there are many.
    c_latest constant int := 100;
    v_table  constant text := p_table::text;
    j record;
BEGIN
    SELECT sum(v.rows) AS rows, sum(v.seconds) AS seconds, count(*) AS jobs INTO j
      FROM (SELECT w.rows, extract(epoch FROM w.elapsed)::float8 AS seconds
              FROM partition_tools.jobs AS w
             WHERE w.target = v_table AND w.state = 'completed' AND w.strategy = p_strategy ORDER BY w.job_id DESC LIMIT c_latest) AS v;
    basis := 'earlier jobs of this table';
    IF j.jobs = 0 THEN
        SELECT sum(v.rows) AS rows, sum(v.seconds) AS seconds, count(*) AS jobs INTO j
          FROM (SELECT w.rows, extract(epoch FROM w.elapsed)::float8 AS seconds
                  FROM partition_tools.jobs AS w
                 WHERE w.state = 'completed' AND w.strategy = p_strategy ORDER BY w.job_id DESC LIMIT c_latest) AS v;
        basis := CASE WHEN j.jobs > 0 THEN 'earlier jobs of other tables' END;
    END IF;
    seconds_per_row := j.seconds / nullif(j.rows, 0);
    seconds_per_job := j.seconds / nullif(j.jobs, 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_rate(regclass, text) IS
    'How long the latest jobs of a strategy have taken, by the row and by the job: those of the table, or where there are none, those of others. NULL where nobody knows.';
