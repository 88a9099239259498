CREATE OR REPLACE FUNCTION partition_tools_internal.table_is_plain(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_table AND c.relkind = 'r' AND NOT c.relispartition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_is_plain(oid) IS 'Whether a table is neither partitioned nor a partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_strategy(p_table regclass, p_policy json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_column constant name := p_policy ->> 'partition_by';
    c_spec   constant json := partition_tools_internal.convert_settings(p_policy);
    v_adopts  boolean := coalesce(c_spec ->> 'mode', '') = 'adopt';
    v_refused text := (SELECT string_agg(f.sqlstate || ': ' || f.finding, '; ') FROM partition_tools_internal.convert_refusals(p_table, p_policy) AS f);
BEGIN
    RETURN concat_ws('; ', CASE WHEN v_adopts THEN 'adopt: the table becomes a partition, and no row is moved' ELSE 'stage and swap' END, 'refused, ' || v_refused,
        (SELECT string_agg(format('%I will be %s', i.name, coalesce(i.constraint_def, 'UNIQUE ' || i.definition)), '; ')
           FROM partition_tools_internal.convert_indexes(p_table, c_column) AS i WHERE i.widened),
        (SELECT format('%I becomes NOT NULL', a.attname) FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attname = c_column AND NOT a.attnotnull
            AND EXISTS (SELECT FROM partition_tools_internal.convert_indexes(p_table, c_column) AS i WHERE i.is_primary AND i.widened)),
        partition_tools_internal.convert_conflicts(p_table, c_column),
        'makes anew the views ' || (SELECT string_agg(v.relid::regclass::text, ', ') FROM partition_tools_internal.convert_views(p_table) AS v),
        'makes anew the functions ' || (SELECT string_agg(f.oid::regprocedure::text, ', ') FROM partition_tools_internal.convert_functions(p_table) AS f),
        'drops foreign keys ' || (SELECT string_agg(format('%I of %s', k.conname, k.conrelid::regclass), ', ') FROM pg_constraint AS k
                                   WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table AND c_spec ->> 'incoming_foreign_keys' = 'drop'),
        'takes over publications ' || (SELECT string_agg(quote_ident(l.name), ', ') FROM partition_tools_internal.leaf_publication(ARRAY[p_table::oid]) AS l),
        'trigger ' || (SELECT string_agg(quote_ident(t.tgname), ', ') FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid
                        WHERE t.tgrelid = p_table AND NOT t.tgisinternal AND (t.tgtype & 7) = 7 AND strpos(p.prosrc, c_column) > 0)
            || format(' may set %I: a row that it would move to another partition is refused then', c_column),
        CASE WHEN NOT v_adopts THEN format('takes about %s beside the table', pg_size_pretty(pg_total_relation_size(p_table)))
                                          || coalesce('; refused, ' || partition_tools_internal.space_refusal(pg_total_relation_size(p_table)), '') ELSE 'reads the table once; ' || (
            SELECT format(CASE WHEN partition_tools_internal.adopt_small(p_table) THEN 'builds %s, about %s, while writers wait, for about 300 ms at most'
                               ELSE 'waits for %s, about %s, to be built with CREATE INDEX CONCURRENTLY (PP090)' END,
                          string_agg(format('an index for %I', i.name), ', '), pg_size_pretty(sum(pg_relation_size(i.indexrelid))))
              FROM partition_tools_internal.convert_indexes(p_table, c_column) AS i WHERE i.widened HAVING count(*) > 0) END,
        CASE WHEN v_adopts AND (c_spec ->> 'keep_source')::interval = '0' THEN 'there is no way back' WHEN v_adopts THEN format('the way back stays open for %s', c_spec ->> 'keep_source')
             WHEN (c_spec ->> 'keep_source')::interval = '0' THEN 'the plain table is dropped at once' ELSE format('the plain table is kept in step for %s', c_spec ->> 'keep_source') END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_strategy(regclass, json) IS
    'How a plain table becomes a partitioned one, or why it cannot: keys that are widened, views, foreign keys, publications, space, how long the plain table is kept.';

CREATE OR REPLACE FUNCTION partition_tools_internal.kept_until(p_table oid)
RETURNS timestamptz
-- With its owner's rights: who plans and checks may not read the bookkeeping.
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Somebody who has tried to go back, and could not, has not given that up.
    RETURN (SELECT max(CASE j.action WHEN 'revert' THEN 'infinity' ELSE (j.spec ->> 'until')::timestamptz END) FROM partition_tools_internal.job AS j
             WHERE j.table_oid = p_table AND j.ended_at IS NULL AND j.operation = 'partition_table' AND j.action IN ('keep', 'revert')
               AND coalesce((partition_tools_internal.job_latest(j.job_id)).state, 'pending') NOT IN ('completed', 'cancelled') AND NOT partition_tools_internal.cancel_requested(j.job_id)
               AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.kept_until(oid) IS
    'How long the plain table is to be kept that a table was; NULL where none is kept.';

CREATE OR REPLACE FUNCTION partition_tools_internal.finish_action(p_key partition_tools_internal.table_key)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
BEGIN
    a.operation := 'partition_table';
    a.action := 'finish';
    a.strategy := 'drop of the plain table that was kept';
    a.sources := '{}';
    a.targets := '{}';
    a.rows := 0;
    a.bytes := 0;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.finish_action(partition_tools_internal.table_key) IS
    'The action that drops a plain table that was kept long enough after its conversion.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_due(p_table oid)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keeper bigint := (SELECT max(j.job_id) FROM partition_tools_internal.job AS j
                         WHERE j.table_oid = p_table AND j.ended_at IS NULL AND j.operation = 'partition_table' AND j.action IN ('keep', 'finish')
                           AND coalesce((partition_tools_internal.job_latest(j.job_id)).state, 'pending') NOT IN ('completed', 'cancelled'));
BEGIN
    PERFORM partition_tools_internal.keeper_turn(v_keeper, 'finish');
    RETURN v_keeper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_due(oid) IS
    'The job that keeps the plain table that a table was, made one that drops it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keepers_due(p_table oid, p_as_of timestamptz)
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_due bigint[] := '{}';
    r record;
BEGIN
    FOR r IN
        SELECT j.job_id, j.spec ->> 'taken' AS taken FROM partition_tools_internal.job AS j JOIN pg_class AS c ON c.oid = j.table_oid
         CROSS JOIN LATERAL partition_tools_internal.job_latest(j.job_id) AS e
         WHERE j.ended_at IS NULL AND j.operation = 'partition_table' AND j.table_oid <> p_table AND (j.spec ->> 'until')::timestamptz <= least(p_as_of, now()) AND pg_has_role(c.relowner, 'USAGE')
           -- One that somebody has taken up is theirs, unless they have given it up.
           AND (j.action = 'keep' OR j.action = 'finish' AND (e.state = 'failed' OR coalesce(greatest(e.at, (j.spec ->> 'taken')::timestamptz), '-infinity') < now() - interval '1 hour'))
           AND coalesce(e.state, 'pending') NOT IN ('completed', 'cancelled') AND NOT partition_tools_internal.cancel_requested(j.job_id)
           AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL
         ORDER BY j.job_id
    LOOP
        -- Of runs at the same time one gets it.
        UPDATE partition_tools_internal.job AS j SET spec = (j.spec::jsonb || jsonb_build_object('taken', clock_timestamp()))::json
         WHERE j.job_id = r.job_id AND j.spec ->> 'taken' IS NOT DISTINCT FROM r.taken;
        IF FOUND THEN
            PERFORM partition_tools_internal.keeper_turn(r.job_id, 'finish');
            v_due := v_due || r.job_id;
        END IF;
    END LOOP;
    RETURN v_due;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keepers_due(oid, timestamptz) IS
    'The jobs that keep what other tables than this one were, and whose time is over, made such that drop it: a table that has become plain has no policy that would, nor has one that was converted by hand.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_conflicts(p_table regclass, p_column name)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name text := (SELECT c.relname FROM pg_class AS c WHERE c.oid = p_table);
    v_keys text := (SELECT string_agg(coalesce(i.constraint_def, i.definition), ', ') FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i WHERE i.widened);
BEGIN
    -- Statements of applications cannot be looked at, those of functions can.
    RETURN 'writers with INSERT ... ON CONFLICT (the key as it is) get an error from the switch on (42P10)'
        || coalesce(', among them the functions ' || (SELECT string_agg(p.oid::regprocedure::text, ', ' ORDER BY p.oid) FROM pg_proc AS p
                      WHERE p.prosrc ~* 'on\s+conflict' AND strpos(p.prosrc, v_name) > 0 AND p.pronamespace NOT IN (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname LIKE 'partition\_tools%' OR n.nspname = 'pg_catalog')), '')
        || CASE WHEN v_keys IS NULL THEN NULL ELSE ': ON CONFLICT ON CONSTRAINT, or all columns of the key, is right' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_conflicts(regclass, name) IS
    'What becomes of INSERT ... ON CONFLICT where keys are widened, and functions that seem to have it; NULL where none is.';
