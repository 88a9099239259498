CREATE OR REPLACE FUNCTION partition_tools_internal.migration_cancel_needless(
    p_config partition_tools.migration_config, p_emptied boolean, p_full boolean, p_run_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_unfinished bigint[] := coalesce(ARRAY(SELECT u FROM partition_tools_internal.migration_unfinished(p_config) AS u), '{}');
    v_open bigint[] := partition_tools_internal.jobs_open(NULL);
    j record;
BEGIN
    IF NOT p_full AND partition_tools_internal.migration_begun(v_unfinished) THEN
        PERFORM partition_tools_internal.migration_resumable(p_config);
        RETURN false;
    END IF;
    FOR j IN
        SELECT o.job_id FROM partition_tools_internal.job AS o
         WHERE o.job_id = ANY (v_open) AND o.operation = 'migrate'
           AND coalesce((partition_tools_internal.job_latest(o.job_id)).state, 'pending') NOT IN ('completed', 'cancelled')
           AND (o.job_id = ANY (v_unfinished) OR p_emptied AND o.table_oid = p_config.target)
           -- Not what this very run has made for the target.
           AND o.run_id IS DISTINCT FROM p_run_id
    LOOP
        IF NOT pg_try_advisory_xact_lock(1347702785, partition_tools_internal.work_lock_key(j.job_id)) THEN
            RAISE EXCEPTION 'job % is copying into % at this moment', j.job_id, p_config.target
                USING ERRCODE = 'PP052', DETAIL = 'A new run would copy the same rows again.',
                      HINT = format('Wait until it has finished, or %s.', replace(partition_tools_internal.job_statement(j.job_id), '.start(', '.cancel('));
        END IF;
        PERFORM partition_tools_internal.job_event_append(j.job_id, 'cancelled', 'cancelled', 0,
            (partition_tools_internal.job_latest(j.job_id)).position, NULL, 'superseded by a new run');
    END LOOP;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_cancel_needless(partition_tools.migration_config, boolean, boolean, bigint) IS
    'Prepares a new run of one row of migration_config: cancels what earlier runs have not finished. False where such a run has copied rows, and neither is the target truncated nor a full copy asked for: that run is to go on, for a new one would copy them twice. PP052 where a job is at work.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_begun(p_jobs bigint[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Of the same run: a part that is complete counts as begun.
    v_all bigint[] := coalesce(ARRAY(
        SELECT r.job_id FROM partition_tools_internal.job AS o
          JOIN partition_tools_internal.job AS r ON r.run_id = o.run_id AND (r.spec -> 'config' ->> 'config_id') = (o.spec -> 'config' ->> 'config_id')
         WHERE o.job_id = ANY (p_jobs)), '{}');
    v_id  bigint;
BEGIN
    -- One after the other: Greenplum joins no table with a function that reads one.
    FOREACH v_id IN ARRAY v_all LOOP
        IF (partition_tools_internal.job_latest(v_id)).rows > 0 THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_begun(bigint[]) IS
    'Whether some jobs, or others of the same run and the same row of migration_config, have copied rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_of(p_config partition_tools.migration_config)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_source text := p_config.source::text;
    v_live   text[] := coalesce(ARRAY(SELECT m.config_id::text FROM partition_tools.migration_config AS m), '{}');
BEGIN
    RETURN QUERY
    SELECT j.job_id FROM partition_tools_internal.job AS j
     WHERE j.operation = 'migrate'
       AND (j.spec -> 'config' ->> 'config_id' = p_config.config_id::text
            -- A configuration that is deleted and inserted again keeps its history.
            OR j.table_oid = p_config.target
               AND coalesce(j.spec ->> 'origin' = p_config.source::oid::text, j.spec -> 'config' ->> 'source' = v_source)
               AND (j.spec -> 'config' ->> 'condition') IS NOT DISTINCT FROM p_config.condition
               AND j.spec -> 'config' ->> 'config_id' <> ALL (v_live));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_of(partition_tools.migration_config) IS
    'All jobs of a row of migration_config, and of a deleted row that copied the same rows to the same target.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_unfinished(p_config partition_tools.migration_config)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT o FROM partition_tools_internal.migration_of(p_config) AS o
     WHERE coalesce((partition_tools_internal.job_latest(o)).state, 'pending') NOT IN ('completed', 'cancelled')
     ORDER BY o;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_unfinished(partition_tools.migration_config) IS
    'Jobs of a row of migration_config that are neither completed nor cancelled.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_resumable(p_config partition_tools.migration_config)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    v_first bigint := (SELECT min(u) FROM partition_tools_internal.migration_unfinished(p_config) AS u);
    v_changes text;
BEGIN
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = v_first;
    v_changes := partition_tools_internal.migration_changes(p_config, j.job_id);
    IF v_changes IS NOT NULL THEN
        RAISE EXCEPTION 'run % of % is not finished, and its configuration has changed since', j.run_id, p_config.target
            USING ERRCODE = 'PP066', DETAIL = format('It has copied rows, and row %s of partition_tools.migration_config does not truncate. Changed: %s.', p_config.config_id, v_changes),
                  HINT = format('Finish it as it was: %s. Or remove the rows it has copied and ask for a full copy: SET partition_tools.full_copy = on, or migrate --full.', partition_tools_internal.job_statement(j.job_id));
    END IF;
    RAISE NOTICE '%: going on with run %, which is not finished', p_config.target, j.run_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_resumable(partition_tools.migration_config) IS
    'Tells that an earlier run goes on. PP066 where the configuration is not what it was.';
