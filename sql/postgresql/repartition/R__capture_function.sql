CREATE OR REPLACE FUNCTION partition_tools_internal.capture_function(p_job_id bigint, p_key name[], p_forget boolean)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    c_root constant name := partition_tools_internal.stage_name(p_job_id, 'root');
    c_new  constant text := (SELECT string_agg(format('NEW.%I', k.name), ', ' ORDER BY k.n) FROM unnest(p_key) WITH ORDINALITY AS k(name, n));
    c_old  constant text := (SELECT string_agg(format('OLD.%I', k.name), ', ' ORDER BY k.n) FROM unnest(p_key) WITH ORDINALITY AS k(name, n));
BEGIN
    -- SECURITY DEFINER: whoever writes to the table need not know of this schema. One function a job, so that its
    -- statements are planned once a session and not with every row.
    EXECUTE format($f$
        CREATE OR REPLACE FUNCTION partition_tools_stage.%1$I() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $t$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                INSERT INTO partition_tools_stage.%1$I (truncated) VALUES (true);
                RETURN NULL;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                INSERT INTO partition_tools_stage.%1$I VALUES (%2$s);
                %4$s
            END IF;
            IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND ROW(%6$s) IS DISTINCT FROM ROW(%5$s)) THEN
                INSERT INTO partition_tools_stage.%1$I VALUES (%3$s);
            END IF;
            RETURN NULL;
        END
        $t$ $f$, c_name, c_old, c_new,
        CASE WHEN p_forget THEN format('DELETE FROM partition_tools_stage.%I AS s WHERE %s;', c_root,
                                       partition_tools_internal.key_match(p_job_id, 's.%1$I', 'OLD.%1$I')) ELSE '' END,
        -- As text: not every type has an equality that pg_catalog knows.
        (SELECT string_agg(format('OLD.%I::text', k.name), ', ' ORDER BY k.n) FROM unnest(p_key) WITH ORDINALITY AS k(name, n)),
        (SELECT string_agg(format('NEW.%I::text', k.name), ', ' ORDER BY k.n) FROM unnest(p_key) WITH ORDINALITY AS k(name, n)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_function(bigint, name[], boolean) IS
    'Writes the trigger function of a job. With p_forget it also removes a changed row from staging at once: needed while staging has foreign keys of its own, lest a stale copy forbid to delete the row it refers to.';
