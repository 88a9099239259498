CREATE OR REPLACE FUNCTION partition_tools_internal.capture_mirror(p_job_id bigint, p_strict boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant text := partition_tools_internal.stage_root(p_job_id);
    x partition_tools_internal.job_context;
    v_remove text;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    v_remove := CASE x.capture WHEN 'key' THEN format('DELETE FROM %s AS s WHERE %s;', c_root, partition_tools_internal.key_match(p_job_id, 's', 'OLD'))
                     -- A row that is not there waits to be caught up, so this change has to wait behind it.
                     ELSE partition_tools_internal.row_removal(p_job_id, 'OLD') || ' v_mirror := FOUND;' END;
    -- What the table takes, its writers must not be refused for the sake of staging, which may have constraints that only some
    -- partitions have, checks at the end of each statement what is deferrable, and knows nothing of DDL until the next step
    -- of the job. So whatever fails here is recorded instead, to be caught up, or to end the job; not even a stale row stays,
    -- which may forbid to delete what it refers to.
    RETURN partition_tools_internal.fill_in($m$
            IF v_mirror THEN
                BEGIN
                    IF TG_OP <> 'INSERT' THEN
                        {remove_old}
                    END IF;
                    IF v_mirror AND TG_OP <> 'DELETE' THEN
                        {add_new}
                    END IF;
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
        'add_new', format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s);', c_root, partition_tools_internal.column_list(x.columns, NULL), partition_tools_internal.column_list(x.columns, 'NEW')),
        'remove_stale', CASE x.capture WHEN 'key' THEN format('BEGIN IF TG_OP <> ''INSERT'' THEN %s END IF; EXCEPTION WHEN OTHERS THEN NULL; END;', v_remove) END,
        'old_keys', partition_tools_internal.keeper_old_keys(p_job_id),
        'else_refuse', CASE WHEN p_strict THEN 'ELSE RAISE EXCEPTION ''could not serialize access: partitions of % are being replaced'', TG_TABLE_NAME'
                                               ' USING ERRCODE = ''serialization_failure'', HINT = ''The transaction might succeed if retried.'';' END));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_mirror(bigint, boolean) IS
    'The part of a job''s trigger function that makes a change in staging within the writer''s transaction: so staging shows every snapshot the rows that the sources show it.';
