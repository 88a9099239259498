CREATE OR REPLACE FUNCTION partition_tools_internal.migration_total(
    p_config partition_tools.migration_config, p_spec json, p_parts bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_from  text := partition_tools_internal.migration_from(p_spec);
    v_where text := coalesce('(' || p_config.condition || E'\n)', 'true');
    v_plan  json;
    v_rows  numeric;
BEGIN
    IF (p_spec ->> 'continues') IS NOT NULL THEN
        v_where := partition_tools_internal.migration_batch(p_spec, partition_tools_internal.migration_after(p_spec, NULL), NULL);
    END IF;
    IF partition_tools_internal.setting('exact_total', 'off')::boolean THEN
        EXECUTE format('SELECT count(*) FROM %s WHERE %s', v_from,
                       CASE WHEN (p_spec ->> 'continues') IS NOT NULL THEN v_where ELSE partition_tools_internal.migration_all(p_spec) END) INTO v_rows;
        RETURN v_rows;
    END IF;
    EXECUTE format('EXPLAIN (VERBOSE, FORMAT JSON) SELECT 1 FROM %s WHERE %s', v_from, v_where) INTO v_plan;
    IF partition_tools_internal.migration_guesses(v_plan::text) THEN
        RETURN NULL;
    END IF;
    v_rows := (v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric;
    -- Parts of one relation are cut to be of the same size; what the planner thinks of their bounds is worth less.
    RETURN round(v_rows / CASE WHEN (p_spec ->> 'only')::boolean OR (p_spec ->> 'continues') IS NOT NULL THEN 1 ELSE p_parts END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_total(partition_tools.migration_config, json, bigint) IS
    'Rows that a job will copy: from the planner''s estimate, which takes no time, NULL where the planner only guesses; counted where the session sets partition_tools.exact_total to on.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_guesses(p_plan text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Without ANALYZE a foreign table has no statistics; unless the remote server is asked, its rows are a constant.
    RETURN EXISTS (
        SELECT FROM regexp_matches(p_plan, '"Relation Name": "([^"]+)",[[:space:]]+"Schema": "([^"]+)"', 'g') AS m
          JOIN pg_namespace AS n ON n.nspname = m[2]
          JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = m[1] AND c.relkind = 'f' AND c.reltuples <= 0
          JOIN pg_foreign_table AS f ON f.ftrelid = c.oid
          JOIN pg_foreign_server AS s ON s.oid = f.ftserver
         WHERE c.relpages = 0
           AND coalesce((SELECT bool_or(o IN ('use_remote_estimate=true', 'use_remote_estimate=on', 'use_remote_estimate=1'))
                           FROM unnest(coalesce(f.ftoptions, '{}') || coalesce(s.srvoptions, '{}')) AS o), false) = false);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_guesses(text) IS
    'Whether a plan reads a foreign table of which neither ANALYZE nor the remote server has told the size.';
