CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.switch_step(p_job_id, 'convert');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_swap(bigint) IS
    'Phase swap of a conversion: the partitioned table takes the name of the plain one, with all that goes by name or OID. Locks: ACCESS EXCLUSIVE on the table and on views that read it, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_ready(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    s.back_to := partition_tools_internal.convert_go_back(p_job_id);
    -- In a transaction of its own: it may take a while.
    s.again := s.back_to IS NULL AND partition_tools_internal.convert_take_over(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_ready(bigint) IS
    'Before the switch of a conversion: where it has to go back to, or that what has changed on the plain table has been taken over.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_begin(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_given json := partition_tools_internal.convert_given(p_job_id);
BEGIN
    PERFORM partition_tools_internal.convert_record(p_job_id, v_given -> 'widened');
    RETURN partition_tools_internal.keep_begin(p_job_id, partition_tools_internal.convert_root_target(p_job_id), v_given);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_begin(bigint) IS
    'What is prepared before the locks of phase convert_swap: what the partitioned table gets, and what keeps the plain one in step.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_go_back(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What has come to depend on the table leaves no mark on it.
    PERFORM partition_tools_internal.convert_check(p_job_id);
    RETURN CASE WHEN EXISTS (SELECT FROM partition_tools_internal.convert_indexes_pending(p_job_id) AS p WHERE p.wanted IS NULL OR p.built IS NULL)
                     AND NOT partition_tools_internal.rebuilt_often(p_job_id) THEN 'rebuild' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_go_back(bigint) IS
    'The phase that a conversion has to go back to before its switch: rebuild, where indexes have come or gone since; else NULL.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_take_over(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_was json := (SELECT c.definition FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id);
    v_is  json := partition_tools_internal.leaf_digests(partition_tools_internal.job_relids(p_job_id), '{taken over,rebuilt}');
    v_kinds text[] := ARRAY(SELECT i.key FROM json_each_text(v_is) AS i WHERE i.value IS DISTINCT FROM v_was ->> i.key);
BEGIN
    IF v_kinds = '{}' THEN
        RETURN false;
    END IF;
    -- Before its partitions, as the mirror, which writes to several of them in one transaction, in any order.
    PERFORM partition_tools_internal.lock_table(partition_tools_internal.convert_root(p_job_id), 'SHARE ROW EXCLUSIVE');
    PERFORM partition_tools_internal.build_kinds(t, v_kinds) FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id ORDER BY t.ordinal;
    -- A partitioned table has no storage of its own, and gets indexes and identity elsewhere.
    PERFORM partition_tools_internal.build_kinds(partition_tools_internal.convert_root_target(p_job_id),
                ARRAY(SELECT k FROM unnest(v_kinds) AS k WHERE k IN ('owner', 'statistics target', 'column option', 'default', 'statistics', 'comment')));
    UPDATE partition_tools_internal.job_context AS c SET definition = (v_was::jsonb || v_is::jsonb)::json WHERE c.job_id = p_job_id;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_take_over(bigint) IS
    'Before the locks of the switch: gives the new table and its partitions what has changed on the plain one since they were built; false where nothing has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_given(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_kinds constant text[] := '{check,row security,trigger}';
    t partition_tools_internal.job_target;
    v_guarded boolean;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    -- Partitions of a table with row security are read through it only, so that its policies hold.
    v_guarded := (SELECT c.relrowsecurity OR c.relforcerowsecurity FROM pg_class AS c WHERE c.oid = t.template);
    RETURN json_build_object(
        'keys', to_json(partition_tools_internal.keys_awake(p_job_id)),
        'indexes', (SELECT coalesce(json_agg(json_build_object('relid', p.built, 'name', c.relname)), '[]')
                      FROM partition_tools_internal.convert_indexes_pending(p_job_id) AS p JOIN pg_class AS c ON c.oid = p.wanted WHERE p.built IS NOT NULL),
        'widened', (SELECT coalesce(json_agg(json_build_object('name', i.name, 'relid', i.indexrelid)), '[]')
                      FROM partition_tools_internal.convert_indexes(t.template, partition_tools_internal.key_column(t.relid)) AS i WHERE i.widened),
        -- By the names that they will have.
        'properties', to_json(partition_tools_internal.leaf_statements(t.relid, format('%I.%I', t.schema_name, t.name), ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[t.template], c_kinds) AS p),
                                                                       c_kinds, ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[t.relid], c_kinds) AS p))),
        'policies', coalesce((SELECT json_agg(p ORDER BY p.name) FROM partition_tools_internal.leaf_properties(ARRAY[t.template], '{policy}') AS p), '[]'),
        'views', coalesce(to_json(partition_tools_internal.view_statements(t.template)), '[]'),
        'grants', coalesce((SELECT json_agg(g.statement)
                     FROM (SELECT t.relid UNION ALL SELECT l.relid FROM partition_tools_internal.job_target AS l WHERE l.job_id = p_job_id AND NOT v_guarded) AS o(relid)
                    CROSS JOIN LATERAL unnest(partition_tools_internal.take_statements(t.template, o.relid, '{grant}')) AS g(statement)), '[]'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_given(bigint) IS
    'What the new table gets at the switch and not before, read before its locks: privileges, row security policies, views.';
