CREATE OR REPLACE FUNCTION partition_tools_internal.swap_given(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN json_build_object(
        'policies', partition_tools_internal.job_policies(p_job_id),
        'grants', (SELECT json_agg(g.statement ORDER BY t.ordinal, g.n)
                     FROM partition_tools_internal.job_target AS t
                     JOIN partition_tools_internal.job AS j ON j.job_id = t.job_id AND j.action <> 'restore'
                    CROSS JOIN LATERAL unnest(partition_tools_internal.grant_statements(t.template, t.relid)) WITH ORDINALITY AS g(statement, n)
                    WHERE t.job_id = p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_given(bigint) IS
    'What the targets get at the swap and not before, read before its locks: row security policies and privileges.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_give(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_statement text;
BEGIN
    FOR v_statement IN SELECT g FROM json_array_elements_text(CASE json_typeof(p_given -> 'grants') WHEN 'array' THEN p_given -> 'grants' ELSE '[]' END) AS g LOOP
        EXECUTE v_statement;
    END LOOP;
    IF EXISTS (SELECT FROM partition_tools_internal.job_source AS s JOIN pg_class AS c ON c.oid = s.relid
                WHERE s.job_id = p_job_id AND (c.relrowsecurity OR c.relforcerowsecurity OR json_typeof(p_given -> 'policies') = 'array')) THEN
        PERFORM partition_tools_internal.swap_row_security(t, p_given -> 'policies')
           FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_give(bigint, json) IS
    'Gives the targets privileges and row security, which nobody sees but together.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_unchanged(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT c.definition IS NULL OR c.stamp = partition_tools_internal.catalog_stamp(p_job_id) FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_unchanged(bigint) IS
    'Under the locks of the swap: whether the definitions are still those that were looked at before them.';
