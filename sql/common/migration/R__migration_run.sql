CREATE OR REPLACE FUNCTION partition_tools_internal.migration_run(p_targets regclass[])
RETURNS TABLE (job_id bigint, statement text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET standard_conforming_strings = on
AS $$
DECLARE
    c partition_tools.migration_config;
    v_run_id bigint;
    v_emptied regclass[];
    v_ordinal int := 0;
    v_ids bigint[] := '{}';
    v_full boolean;
    c_filter constant text := partition_tools_internal.row_filter('off');
BEGIN
    -- Two runs at once would both find nothing begun, and copy everything twice.
    PERFORM pg_advisory_xact_lock(1347702787, 0);
    PERFORM partition_tools_internal.migration_targets(p_targets);
    v_emptied := coalesce(ARRAY(SELECT DISTINCT m.target::oid FROM partition_tools.migration_config AS m
                        WHERE m.trunc AND (p_targets = '{}' OR m.target = ANY (p_targets))), '{}');
    FOR c IN SELECT * FROM partition_tools.migration_config AS m WHERE p_targets = '{}' OR m.target = ANY (p_targets)
              ORDER BY m.priority, m.config_id LOOP
        PERFORM partition_tools_internal.migration_config_trust(c.config_id);
        PERFORM partition_tools_internal.migration_validate(c);
        v_full := c.target = ANY (v_emptied) OR c.mode = 'full' OR partition_tools_internal.setting('full_copy', 'off')::boolean;
        IF NOT partition_tools_internal.migration_cancel_needless(c, c.target = ANY (v_emptied), v_full, v_run_id) THEN
            v_ids := v_ids || ARRAY(SELECT u FROM partition_tools_internal.migration_unfinished(c) AS u);
        ELSE
            IF v_run_id IS NULL THEN
                v_run_id := partition_tools_internal.run_insert('migration', now(), json_build_object('targets', p_targets::text[]));
            END IF;
            v_ids := v_ids || CASE WHEN v_full THEN partition_tools_internal.migration_jobs(v_run_id, v_ordinal, c)
                                   ELSE partition_tools_internal.migration_continue(v_run_id, v_ordinal, c) END;
            v_ordinal := coalesce((SELECT max(j.ordinal) FROM partition_tools_internal.job AS j WHERE j.run_id = v_run_id), 0);
        END IF;
    END LOOP;
    IF v_ids = '{}' THEN
        RAISE NOTICE 'no migration is configured, so there is nothing to run' USING HINT = 'Insert into partition_tools.migration_config what is to be copied.';
    END IF;
    PERFORM partition_tools_internal.migration_truncate(v_emptied);
    PERFORM partition_tools_internal.row_filter(c_filter);
    RETURN QUERY SELECT v_ids[n], partition_tools_internal.job_statement(v_ids[n]) FROM generate_subscripts(v_ids, 1) AS n ORDER BY n;
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_run(regclass[]) IS
    'Makes a run of the rows of migration_config for some targets, or all. Truncation and jobs are one transaction, so a run is emptied for once, before any of its jobs can start.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_targets(p_targets regclass[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_missing text := (SELECT string_agg(t::text, ', ') FROM unnest(p_targets) AS t
                        WHERE NOT EXISTS (SELECT FROM partition_tools.migration_config AS m WHERE m.target = t));
BEGIN
    IF v_missing IS NOT NULL THEN
        RAISE EXCEPTION 'no migration is configured for %', v_missing
            USING ERRCODE = 'PP065', HINT = 'Insert it into partition_tools.migration_config.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_targets(regclass[]) IS
    'PP065 where a target has no row in migration_config.';
