CREATE OR REPLACE FUNCTION partition_tools_internal.capture_function(p_job_id bigint, p_mark xid8 DEFAULT NULL, p_strict boolean DEFAULT false)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
BEGIN
    -- SECURITY DEFINER: whoever writes to the table need not know of this schema. One function a job, so that its
    -- statements are planned once a session and not with every row.
    EXECUTE format($f$
        CREATE OR REPLACE FUNCTION partition_tools_stage.%1$I() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $t$
        DECLARE
            v_mirror boolean := %2$s;
            v_alike  boolean;
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                INSERT INTO partition_tools_stage.%1$I (partition_tools_mark) VALUES ('truncated');
                RETURN NULL;
            END IF;
            %3$s
            IF pg_relation_size('partition_tools_stage.%1$I') > %4$s THEN
                RETURN NULL;
            END IF;
            -- The job ends when columns are renamed or get other types; whoever writes meanwhile must not.
            BEGIN
                IF TG_OP = 'INSERT' THEN v_alike := %8$s; ELSE v_alike := %9$s; END IF;
            EXCEPTION WHEN undefined_column THEN
                v_alike := false;
            END;
            IF NOT v_alike THEN
                INSERT INTO partition_tools_stage.%1$I (partition_tools_mark) VALUES ('altered');
                RETURN NULL;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                %5$s
            END IF;
            IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND %6$s THEN
                %7$s
            END IF;
            RETURN NULL;
        END
        $t$ $f$, c_name,
        CASE WHEN p_mark IS NULL THEN 'false' ELSE format('TG_OP <> ''TRUNCATE'' AND pg_visible_in_snapshot(%L, pg_current_snapshot())', p_mark) END,
        CASE WHEN p_mark IS NOT NULL THEN partition_tools_internal.capture_mirror(p_job_id, p_strict) END,
        partition_tools_internal.capture_limit(),
        partition_tools_internal.capture_record(p_job_id, 'OLD'), partition_tools_internal.capture_moved(p_job_id),
        partition_tools_internal.capture_record(p_job_id, 'NEW'),
        partition_tools_internal.capture_alike(p_job_id, 'NEW'), partition_tools_internal.capture_alike(p_job_id, 'OLD'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_function(bigint, xid8, boolean) IS
    'Writes the trigger function of a job. Without p_mark it records what changes. With it, it makes every change in staging, too, for writers whose snapshot sees the transaction p_mark; others it records, or, with p_strict, refuses.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_record(p_job_id bigint, p_row text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    x partition_tools_internal.job_context;
    v_columns text;
    v_values  text;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    SELECT string_agg(quote_ident(c.name), ', ' ORDER BY c.n), string_agg(format('%s.%I', p_row, c.name), ', ' ORDER BY c.n)
      INTO v_columns, v_values
      FROM unnest(CASE x.capture WHEN 'key' THEN x.key_columns ELSE x.columns END) WITH ORDINALITY AS c(name, n);
    IF x.capture = 'key' THEN
        RETURN format('INSERT INTO partition_tools_stage.%I (%s) VALUES (%s);', c_name, v_columns, v_values);
    END IF;
    -- Where the row lies and who wrote it tell later whether the copy has it.
    RETURN format('INSERT INTO partition_tools_stage.%I (%s, partition_tools_added, partition_tools_source, partition_tools_tid, partition_tools_xid)'
                  ' VALUES (%s, %s, TG_RELID, %s.ctid, pg_current_xact_id());', c_name, v_columns, v_values, CASE p_row WHEN 'NEW' THEN 'true' ELSE 'false' END, p_row);
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
