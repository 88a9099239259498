CREATE OR REPLACE FUNCTION partition_tools_internal.keep_begin(p_job_id bigint, p_root partition_tools_internal.job_target, p_given json, p_leaves json DEFAULT NULL)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keep   interval := (SELECT (j.spec ->> 'keep_source')::interval FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_names  json := partition_tools_internal.names_aside(p_root.template, partition_tools_internal.stage_name(p_job_id, 's1'));
    v_keeper bigint;
    v_key    name[];
BEGIN
    IF v_keep <> '0' THEN
        v_keeper := partition_tools_internal.keeper_insert(p_job_id, p_root, v_keep, v_names, p_leaves);
        INSERT INTO partition_tools_internal.job_source (job_id, ordinal, relid, schema_name, name, lower_text, upper_text, is_default)
        VALUES (v_keeper, 1, p_root.relid, p_root.schema_name, p_root.name, NULL, NULL, false);
        v_key := partition_tools_internal.capture_key(v_keeper);
        INSERT INTO partition_tools_internal.job_context (job_id, format, parent, capture, key_columns, columns, fingerprint)
        SELECT v_keeper, 2, p_root.relid, CASE WHEN v_key IS NULL THEN 'row' ELSE 'key' END, v_key, x.columns, partition_tools_internal.keeper_fingerprint(p_root.relid)
          FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id;
        -- Both will be the same for every snapshot there is, so whoever writes can write to both. Without a key, changes are only recorded.
        PERFORM partition_tools_internal.capture_prepare(v_keeper, CASE WHEN v_key IS NOT NULL THEN '3'::xid8 END), partition_tools_internal.stage_give(v_keeper);
    END IF;
    RETURN (p_given::jsonb || jsonb_build_object('names', v_names, 'keeper', v_keeper))::json;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keep_begin(bigint, partition_tools_internal.job_target, json, json) IS
    'Before the locks of a switch: the job by which the other table is kept in step after it, with all that needs no lock of the table, added to what was prepared; with keep_source 0 there is none. Also the names that the other table gives up.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keep_switch(p_job_id bigint, p_root partition_tools_internal.job_target, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keeper bigint := p_given ->> 'keeper';
BEGIN
    IF v_keeper IS NULL THEN
        -- Phase clean_up drops it.
        PERFORM partition_tools_internal.incoming_keys_take(NULL, p_root.template), partition_tools_internal.outgoing_keys_drop(p_root.template);
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE %s RENAME TO %I', p_root.template::regclass, partition_tools_internal.stage_name(v_keeper, 'root'));
    PERFORM partition_tools_internal.job_identify(v_keeper);
    UPDATE partition_tools_internal.job_source AS s SET schema_name = p_root.schema_name, name = p_root.name WHERE s.job_id = v_keeper;
    DELETE FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id AND s.relid = p_root.template;
    PERFORM partition_tools_internal.incoming_keys_take(v_keeper, p_root.template), partition_tools_internal.triggers_off(p_root.template);
    PERFORM partition_tools_internal.capture_triggers(v_keeper);
    IF (SELECT x.capture = 'row' FROM partition_tools_internal.job_context AS x WHERE x.job_id = v_keeper) THEN
        -- Its rows would forbid to delete what they referred to.
        PERFORM partition_tools_internal.outgoing_keys_drop(p_root.template);
    END IF;
    UPDATE partition_tools_internal.job_context AS x SET stamp = partition_tools_internal.keeper_leaves(v_keeper) WHERE x.job_id = v_keeper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keep_switch(bigint, partition_tools_internal.job_target, json) IS
    'Under the lock of the switch: keeps the table that has left its place aside, in step with the one that has taken it, as a job that revert goes on with and finish ends; with keep_source 0 it is left to the clean-up.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_insert(
    p_job_id bigint, p_root partition_tools_internal.job_target, p_keep interval, p_names json, p_leaves json)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_run_id bigint;
    v_keeper bigint;
BEGIN
    INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('partitioning', now()) RETURNING run_id INTO v_run_id;
    INSERT INTO partition_tools_internal.job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
    SELECT v_run_id, 1, p_root.relid, format('%I.%I', p_root.schema_name, p_root.name), 'partition_table', 'keep', CASE WHEN p_leaves IS NULL THEN 'the plain table is kept in step' ELSE 'the partitioned table is kept in step' END,
           ARRAY[format('%I', p_root.name)], '{}', NULL,
           json_build_object('convert_job', p_job_id, 'leaves', p_leaves, 'key_column', CASE WHEN p_leaves IS NOT NULL THEN partition_tools_internal.key_column(p_root.template) END, 'source', p_root.template, 'until', clock_timestamp() + p_keep, 'names', p_names, 'sources', '[]'::json, 'targets', '[]'::json,
                             'indexes', coalesce((SELECT json_agg(json_build_object('index', n ->> 'name', 'aside', n ->> 'aside')) FROM json_array_elements(p_names) AS n
                                          -- The keys that are wider now.
                                          JOIN pg_index AS x ON x.indexrelid = (n ->> 'relid')::oid AND x.indisunique AND x.indimmediate
                                         WHERE NOT EXISTS (SELECT FROM generate_series(0, x.indnkeyatts - 1) AS g JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[g]
                                                            AND a.attname = partition_tools_internal.key_column(p_root.relid))), '[]'))
    RETURNING job_id INTO v_keeper;
    RETURN v_keeper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_insert(bigint, partition_tools_internal.job_target, interval, json, json) IS
    'The job that stands for a plain table that is kept after its conversion.';

CREATE OR REPLACE FUNCTION partition_tools_internal.incoming_keys_take(p_keeper bigint, p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k record;
BEGIN
    FOR k IN SELECT c.conrelid, c.conname FROM pg_constraint AS c WHERE c.contype = 'f' AND c.confrelid = p_table AND c.conparentid = 0 ORDER BY c.conrelid, c.conname LOOP
        IF p_keeper IS NOT NULL THEN
            -- The guard of the table writes down the rest, as the catalogue has it.
            INSERT INTO partition_tools_internal.job_incoming_key (job_id, relid, name, definition, validated)
            VALUES (p_keeper, k.conrelid, k.conname, '', false);
        END IF;
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.incoming_keys_take(bigint, oid) IS
    'Drops the foreign keys that point at a table, and records them where there is a job to bring them back.';

CREATE OR REPLACE FUNCTION partition_tools_internal.outgoing_keys_drop(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k record;
BEGIN
    -- Nobody keeps its rows in step: they would forbid to delete what they refer to.
    FOR k IN SELECT c.conname FROM pg_constraint AS c WHERE c.contype = 'f' AND c.conrelid = p_table
                AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid) ORDER BY c.conname LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_table::regclass, k.conname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.outgoing_keys_drop(oid) IS 'Takes its foreign keys from a table that is about to be dropped.';

CREATE OR REPLACE FUNCTION partition_tools_internal.kept_keys_drop(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keeper bigint := (SELECT max(j.job_id) FROM partition_tools_internal.job AS j WHERE j.operation = 'partition_table' AND j.spec ->> 'convert_job' = p_job_id::text);
    v_kept   oid := CASE WHEN v_keeper IS NOT NULL THEN to_regclass(partition_tools_internal.stage_root(v_keeper)) END;
BEGIN
    IF v_kept IS NULL OR partition_tools_internal.unproven(v_kept) IS NULL OR NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conrelid = v_kept AND c.contype = 'f') THEN
        RETURN false;
    END IF;
    -- What others delete, PostgreSQL would look for in the table that is kept before the trigger has followed.
    PERFORM partition_tools_internal.lock_together(v_kept, ARRAY[v_kept], 'ACCESS EXCLUSIVE', partition_tools_internal.referenced_tables(ARRAY[v_kept]));
    PERFORM partition_tools_internal.outgoing_keys_drop(v_kept);
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.kept_keys_drop(bigint) IS
    'After the switch of a job: takes its foreign keys from the table that is kept in step, where revert can give them back without reading it. False where it has none, or where PostgreSQL could not prove them later. Locks: ACCESS EXCLUSIVE on that table and what it refers to, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.triggers_off(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    -- They act when the application writes to the new table, and must not again. Revert gives them the states they have there.
    FOR r IN SELECT t.tgname FROM pg_trigger AS t WHERE t.tgrelid = p_table AND NOT t.tgisinternal AND t.tgenabled <> 'D' LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', p_table::regclass, r.tgname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.triggers_off(oid) IS 'Disables the triggers of a table that is kept in step.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_fingerprint(p_table oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By name: the plain table may have had columns that were dropped.
    RETURN md5((SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation, a.attgenerated, a.attidentity), E'\n' ORDER BY a.attname)
                  FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_fingerprint(oid) IS
    'Digest of the columns of a table: a plain table that is kept is of use as long as the partitioned one has the same.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_leaves(p_keeper bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A partition that came, went or was written anew, or whose trigger was switched off for a moment, changes this.
    RETURN nullif(concat_ws(' ', (SELECT md5(string_agg(concat_ws(' ', i.inhrelid, pg_relation_filenode(i.inhrelid), t.oid, t.xmin, t.tgenabled), E'\n' ORDER BY i.inhrelid))
              FROM partition_tools_internal.job_source AS s JOIN pg_inherits AS i ON i.inhparent = s.relid
              LEFT JOIN pg_trigger AS t ON t.tgrelid = i.inhrelid AND t.tgname = partition_tools_internal.stage_name(p_keeper, 'capture')
             WHERE s.job_id = p_keeper),
        -- A plain table, beside which a partitioned one is kept.
        (SELECT concat_ws(' ', c.oid, pg_relation_filenode(c.oid)) FROM partition_tools_internal.job_source AS s JOIN pg_class AS c ON c.oid = s.relid AND c.relkind = 'r' WHERE s.job_id = p_keeper)), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_leaves(bigint) IS
    'Digest of the partitions and their triggers while a plain table is kept in step: as long as it stays the same, every change was made on both sides.';
