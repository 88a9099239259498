CREATE OR REPLACE FUNCTION partition_tools_internal.table_to_convert(p_table regclass, p_policy json)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (p_policy ->> 'partition_by') IS NOT NULL AND partition_tools_internal.table_is_plain(p_table);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_to_convert(regclass, json) IS
    'Whether a policy declares that a table is partitioned, and it is not yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_by_check(p_table regclass, p_policy json)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_column name;
BEGIN
    IF (p_policy ->> 'partition_by') IS NULL THEN
        RETURN;
    END IF;
    v_column := partition_tools_internal.key_column(p_table);
    IF v_column <> (p_policy ->> 'partition_by')::name THEN
        RAISE EXCEPTION '% is partitioned by %, not by %', p_table, quote_ident(v_column), quote_ident(p_policy ->> 'partition_by')
            USING ERRCODE = 'PP089', DETAIL = 'partition_by converts a plain table; of a partitioned one it says what is expected.',
                  HINT = 'Correct partition_by in the policy.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_by_check(regclass, json) IS
    'PP089 where a table is partitioned by another column than its policy says.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_convert(p_table regclass, p_policy json, p_as_of timestamptz)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    -- Assigned: on Greenplum a query of ours cannot be open inside of another one inside of a third.
    v_refusals json := (SELECT json_agg(f) FROM partition_tools_internal.convert_refusals(p_table, p_policy) AS f);
BEGIN
    FOREACH a IN ARRAY coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_actions(p_table, p_policy, p_as_of) AS p), '{}') LOOP
        RETURN QUERY SELECT 'error'::text, 'not_in_shape'::text, NULL::text,
            format('%s is a plain table, to be partitioned by %I: about %s rows', p_table, p_policy ->> 'partition_by', a.rows), 'Run the policy.'::text;
    END LOOP;
    RETURN QUERY SELECT 'error'::text, 'refused'::text, NULL::text, format('convert will fail with %s: %s', f ->> 'sqlstate', f ->> 'finding'), f ->> 'hint'
                   FROM json_array_elements(v_refusals) AS f;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_convert(regclass, json, timestamptz) IS
    'What check_partitions finds about a plain table that its policy declares to be partitioned.';
