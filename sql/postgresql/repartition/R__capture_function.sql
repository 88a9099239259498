CREATE OR REPLACE FUNCTION partition_tools_internal.capture_function(p_job_id bigint, p_mark xid8 DEFAULT NULL, p_strict boolean DEFAULT false)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE partition_tools_internal.capture_function_text(p_job_id, p_mark, p_strict);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_function(bigint, xid8, boolean) IS
    'Writes the trigger function of a job. Without p_mark it records what changes. With it, it makes every change in staging, too, for writers whose snapshot sees the transaction p_mark; others it records, or, with p_strict, refuses.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_function_text(p_job_id bigint, p_mark xid8, p_strict boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- SECURITY DEFINER: whoever writes to the table need not know of this schema. One function a job, so that its
    -- statements are planned once a session and not with every row.
    RETURN partition_tools_internal.fill_in($f$
        CREATE OR REPLACE FUNCTION {capture}() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $t$
        DECLARE
            v_mirror boolean := {mirrors};
            v_alike  boolean;
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                {truncate}
                RETURN NULL;
            END IF;
            {mirror}
            IF pg_relation_size({capture_literal}) > {limit} THEN
                RETURN NULL;
            END IF;
            -- The job ends when columns are renamed or get other types; whoever writes meanwhile must not.
            BEGIN
                IF TG_OP = 'INSERT' THEN v_alike := {new_is_alike}; ELSE v_alike := {old_is_alike}; END IF;
            EXCEPTION WHEN undefined_column THEN
                v_alike := false;
            END;
            IF NOT v_alike THEN
                INSERT INTO {capture} (partition_tools_mark) VALUES ('altered');
                RETURN NULL;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                {record_old}
            END IF;
            IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND {key_has_changed} THEN
                {record_new}
            END IF;
            RETURN NULL;
        END
        $t$ $f$, json_build_object(
        'capture', partition_tools_internal.capture_table(p_job_id),
        'capture_literal', quote_literal(partition_tools_internal.capture_table(p_job_id)),
        'truncate', CASE WHEN partition_tools_internal.job_keeps(p_job_id)
                         -- As the application does to the table.
                         THEN format('TRUNCATE %s, %s;', partition_tools_internal.stage_root(p_job_id), partition_tools_internal.capture_table(p_job_id))
                         ELSE format('INSERT INTO %s (partition_tools_mark) VALUES (''truncated'');', partition_tools_internal.capture_table(p_job_id)) END,
        'mirrors', CASE WHEN p_mark IS NULL THEN 'false' ELSE format('TG_OP <> ''TRUNCATE'' AND pg_visible_in_snapshot(%L, pg_current_snapshot())', p_mark) END,
        'mirror', CASE WHEN p_mark IS NOT NULL THEN partition_tools_internal.capture_mirror(p_job_id, p_strict) END,
        'limit', partition_tools_internal.capture_limit(),
        'new_is_alike', partition_tools_internal.capture_alike(p_job_id, 'NEW'),
        'old_is_alike', partition_tools_internal.capture_alike(p_job_id, 'OLD'),
        'record_old', partition_tools_internal.capture_record(p_job_id, 'OLD'),
        'record_new', partition_tools_internal.capture_record(p_job_id, 'NEW'),
        'key_has_changed', partition_tools_internal.capture_moved(p_job_id)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_function_text(bigint, xid8, boolean) IS
    'The statement of capture_function.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_record(p_job_id bigint, p_row text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    x partition_tools_internal.job_context;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    IF x.capture = 'key' THEN
        RETURN format('INSERT INTO %s (%s) VALUES (%s);', partition_tools_internal.capture_table(p_job_id),
                      partition_tools_internal.column_list(x.key_columns, NULL), partition_tools_internal.column_list(x.key_columns, p_row));
    END IF;
    -- Where the row lies and who wrote it tell later whether the copy has it.
    RETURN format('INSERT INTO %s (%s, partition_tools_added, partition_tools_source, partition_tools_tid, partition_tools_xid)'
                  ' VALUES (%s, %L, TG_RELID, %s.ctid, pg_current_xact_id());', partition_tools_internal.capture_table(p_job_id),
                  partition_tools_internal.column_list(x.columns, NULL), partition_tools_internal.column_list(x.columns, p_row), p_row = 'NEW', p_row);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_record(bigint, text) IS
    'Statement of a job''s trigger function that records the row p_row, OLD or NEW.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_columns(p_job_id bigint)
RETURNS TABLE (name name, type oid, number bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.name, a.atttypid, c.n
          FROM partition_tools_internal.job_context AS x
         CROSS JOIN LATERAL unnest(CASE x.capture WHEN 'key' THEN x.key_columns ELSE x.columns END) WITH ORDINALITY AS c(name, n)
          JOIN pg_attribute AS a ON a.attrelid = x.parent AND a.attname = c.name
         WHERE x.job_id = p_job_id ORDER BY c.n;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_columns(bigint) IS
    'The columns that a job records of a row that changes, in order, with their types.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_alike(p_job_id bigint, p_row text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('pg_typeof(%s.%I)::oid = %s', p_row, c.name, c.type), ' AND ' ORDER BY c.number)
              FROM partition_tools_internal.capture_columns(p_job_id) AS c);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_alike(bigint, text) IS
    'Condition that the row p_row, OLD or NEW, still has the recorded columns with the types that they had.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_moved(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    x partition_tools_internal.job_context;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    IF x.capture = 'row' THEN
        RETURN 'true';
    END IF;
    -- By their bits: not every type has an equality, and a text depends on the writer's settings.
    RETURN (SELECT format('record_image_ne(ROW(%s), ROW(%s))', string_agg(format('OLD.%I', k.name), ', ' ORDER BY k.n),
                          string_agg(format('NEW.%I', k.name), ', ' ORDER BY k.n)) FROM unnest(x.key_columns) WITH ORDINALITY AS k(name, n));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_moved(bigint) IS
    'Condition under which an update has to be recorded by its new row, too.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_limit()
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN pg_size_bytes(partition_tools_internal.setting('capture_limit', '4 GB'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_limit() IS
    'Bytes that a job''s record of changes may have (partition_tools.capture_limit, default 4 GB): a job that nobody goes on with must not fill the disk.';
