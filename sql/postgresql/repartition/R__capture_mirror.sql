CREATE OR REPLACE FUNCTION partition_tools_internal.capture_mirror(p_job_id bigint, p_strict boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Where the staging root only routes, changes go to the targets themselves, so that these can leave it before the swap.
    v_direct  boolean := partition_tools_internal.stage_routes(p_job_id);
    v_staging text := CASE WHEN v_direct THEN partition_tools_internal.staging_mark() ELSE partition_tools_internal.stage_root(p_job_id) END;
    v_old     text := CASE WHEN v_direct THEN '($1)' ELSE 'OLD' END;
    v_new     text := CASE WHEN v_direct THEN '($1)' ELSE 'NEW' END;
    x partition_tools_internal.job_context;
    -- By which the targets know it: keys_inert. Not a clause of the function, which a plain owner may not write.
    v_known   boolean := partition_tools_internal.keys_act(p_job_id);
    v_begin   text := CASE WHEN v_known THEN format('PERFORM set_config(''partition_tools.mirror'', %L, true);', p_job_id::text) END;
    v_end     text := CASE WHEN v_known THEN 'PERFORM set_config(''partition_tools.mirror'', '''', true);' END;
    v_remove text;
    v_add    text;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    v_remove := CASE x.capture WHEN 'key' THEN format('DELETE FROM %s AS s WHERE %s', v_staging, partition_tools_internal.key_match(p_job_id, 's', v_old))
                     ELSE partition_tools_internal.row_removal(p_job_id, v_old, v_staging) END;
    v_add := format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', v_staging,
                    partition_tools_internal.column_list(x.columns, NULL), partition_tools_internal.column_list(x.columns, v_new));
    IF v_direct THEN
        v_remove := partition_tools_internal.mirror_directly(p_job_id, v_remove, 'OLD');
        v_add := partition_tools_internal.mirror_directly(p_job_id, v_add, 'NEW');
    END IF;
    IF x.capture = 'row' THEN
        -- A row that is not there waits to be caught up, so this change has to wait behind it.
        v_remove := v_remove || '; GET DIAGNOSTICS v_removed = ROW_COUNT; v_mirror := v_removed > 0';
    END IF;
    -- What the table takes, its writers must not be refused for the sake of staging, which may have constraints that only some
    -- partitions have, checks at the end of each statement what is deferrable, and knows nothing of DDL until the next step
    -- of the job. So whatever fails here is recorded instead, to be caught up, or to end the job; not even a stale row stays,
    -- which may forbid to delete what it refers to.
    RETURN partition_tools_internal.fill_in($m$
            IF v_mirror THEN
                {label}
                DECLARE
                    v_target  text;
                    v_removed bigint;
                BEGIN
                    {begin}
                    IF TG_OP <> 'INSERT' THEN
                        {remove_old};
                    END IF;
                    IF v_mirror AND TG_OP <> 'DELETE' THEN
                        {add_new};
                    END IF;
                    {end}
                EXCEPTION {old_keys} WHEN OTHERS THEN
                    v_mirror := false;
                    {remove_stale}
                END;
                IF v_mirror THEN
                    RETURN NULL;
                END IF;
            {else_refuse}
            END IF; $m$, json_build_object(
        'remove_old', v_remove,
        'add_new', v_add,
        -- By which writes_directly knows it.
        'label', CASE WHEN v_direct THEN '<<to_target>>' END,
        'remove_stale', CASE x.capture WHEN 'key' THEN format('BEGIN IF TG_OP <> ''INSERT'' THEN %s %s; %s END IF; EXCEPTION WHEN OTHERS THEN NULL; END;', v_begin, v_remove, v_end) END,
        'begin', v_begin,
        'end', v_end,
        'old_keys', partition_tools_internal.keeper_old_keys(p_job_id),
        'else_refuse', CASE WHEN p_strict THEN 'ELSE RAISE EXCEPTION ''could not serialize access: partitions of % are being replaced'', TG_TABLE_NAME'
                                               ' USING ERRCODE = ''serialization_failure'', HINT = ''The transaction might succeed if retried.'';' END));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_mirror(bigint, boolean) IS
    'The part of a job''s trigger function that makes a change in staging within the writer''s transaction: so staging shows every snapshot the rows that the sources show it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.mirror_directly(p_job_id bigint, p_statement text, p_row text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('v_target := %s::regclass; EXECUTE %s USING %s', partition_tools_internal.stage_target(p_job_id, p_row),
                  (SELECT string_agg(quote_literal(s.piece), ' || v_target || ' ORDER BY s.n)
                     FROM unnest(string_to_array(p_statement, partition_tools_internal.staging_mark())) WITH ORDINALITY AS s(piece, n)), p_row);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.mirror_directly(bigint, text, text) IS
    'Statements of a job''s trigger function that execute p_statement, which says staging_mark where it means staging and $1 where it means the row p_row, OLD or NEW, in the target of that row.';

CREATE OR REPLACE FUNCTION partition_tools_internal.staging_mark()
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN E'\x01staging\x01';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.staging_mark() IS
    'Stands for a target in a statement that is written before it is known which: no name of anybody''s.';
