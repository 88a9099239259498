CREATE OR REPLACE FUNCTION partition_tools_internal.capture_mirror(p_job_id bigint, p_strict boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'root'));
    x partition_tools_internal.job_context;
    v_guarded boolean := partition_tools_internal.mirror_guarded(p_job_id);
    v_remove  text;
    v_add     text;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    v_remove := CASE x.capture WHEN 'key' THEN format('DELETE FROM %s AS s WHERE %s;', c_root, partition_tools_internal.key_match(p_job_id, 's', 'OLD'))
                     -- A row that is not there waits to be caught up, so this change has to wait behind it.
                     ELSE partition_tools_internal.row_removal(p_job_id, 'OLD') || ' v_mirror := FOUND;' END;
    v_add := (SELECT format('INSERT INTO %s (%s) VALUES (%s);', c_root, string_agg(quote_ident(c.name), ', ' ORDER BY c.n),
                            string_agg(format('NEW.%I', c.name), ', ' ORDER BY c.n)) FROM unnest(x.columns) WITH ORDINALITY AS c(name, n));
    RETURN format($m$
            IF v_mirror THEN
                %1$s
                IF TG_OP <> 'INSERT' THEN
                    %2$s
                END IF;
                IF v_mirror AND TG_OP <> 'DELETE' THEN
                    %3$s
                END IF;
                %4$s
                IF v_mirror THEN
                    RETURN NULL;
                END IF;
            %5$s
            END IF; $m$,
        CASE WHEN v_guarded THEN 'BEGIN' END, v_remove, v_add,
        CASE WHEN v_guarded THEN format('EXCEPTION WHEN integrity_constraint_violation THEN v_mirror := false; %s END;',
                                        CASE x.capture WHEN 'key' THEN 'IF TG_OP <> ''INSERT'' THEN ' || v_remove || ' END IF;' END) END,
        CASE WHEN p_strict THEN 'ELSE RAISE EXCEPTION ''could not serialize access: partitions of % are being replaced'', TG_TABLE_NAME'
                                ' USING ERRCODE = ''serialization_failure'', HINT = ''The transaction might succeed if retried.'';' END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_mirror(bigint, boolean) IS
    'The part of a job''s trigger function that makes a change in staging within the writer''s transaction: so staging shows every snapshot the rows that the sources show it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.mirror_guarded(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Each costs the writer a subtransaction a row, so only where the sources can take what staging refuses at the moment.
    RETURN EXISTS (
        SELECT FROM partition_tools_internal.job_target AS t
          JOIN partition_tools_internal.job AS j ON j.job_id = t.job_id
         WHERE t.job_id = p_job_id
           -- Where a partition is detached meanwhile, its rows are the default partition's at once, which staging still refuses.
           AND (t.is_default
                OR EXISTS (SELECT FROM pg_index x WHERE x.indrelid = t.relid AND NOT x.indimmediate)
                OR (SELECT count(*) FROM pg_index x WHERE x.indrelid = t.relid AND (x.indisunique OR x.indisexclusion))
                   > (SELECT count(*) FROM pg_index x WHERE x.indrelid = j.table_oid AND (x.indisunique OR x.indisexclusion))
                OR (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = t.relid AND k.contype = 'c')
                   > 1 + (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = j.table_oid AND k.contype = 'c')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.mirror_guarded(bigint) IS
    'Whether staging has constraints that only single partitions have, or that are checked at the end of a statement or transaction: a change that it refuses is then recorded, and the writer goes on.';
