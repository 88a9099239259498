CREATE OR REPLACE FUNCTION partition_tools_internal.swap_in(p_job_id bigint, p_detached text[], p_attached text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant name := partition_tools_internal.stage_name(p_job_id, 'root');
    v_default oid := partition_tools_internal.other_default(p_job_id);
    v_parent  regclass := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_check   name := partition_tools_internal.stage_name(p_job_id, 'default');
    t partition_tools_internal.job_target;
BEGIN
    IF v_default IS NOT NULL AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = v_default AND k.conname = v_check) THEN
        -- Small: reading it once here is quicker than once for every target.
        PERFORM partition_tools_internal.default_constraint(p_job_id, v_default, '');
    END IF;
    -- The default partition first: each of the others would have to look at it.
    FOR t IN SELECT * FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id ORDER BY g.is_default DESC, g.ordinal LOOP
        EXECUTE format('ALTER TABLE partition_tools_stage.%I DETACH PARTITION %s', c_root, t.relid::regclass);
    END LOOP;
    PERFORM partition_tools_internal.digest_drop(p_job_id);
    -- Nothing of the job's is still to be written to them. ATTACH wants constraints, and policies their table's old name.
    PERFORM partition_tools_internal.execute_all(p_detached);
    FOR t IN SELECT * FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id ORDER BY g.is_default, g.ordinal LOOP
        PERFORM partition_tools_internal.rename_table(t.relid, t.schema_name, t.name);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', v_parent, t.relid::regclass,
                       partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default));
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT partition_tools_bounds', t.relid::regclass);
    END LOOP;
    PERFORM partition_tools_internal.execute_all(p_attached);
    IF v_default IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_default::regclass, v_check);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_in(bigint, text[], text[]) IS
    'Gives the targets what swap_given has prepared, and attaches them under their names. Every ATTACH is proved by a constraint and reads no rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rename_table(p_relid oid, p_schema name, p_name name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_statement text;
BEGIN
    FOR v_statement IN SELECT r FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, unnest(partition_tools_internal.rename_statements(n.nspname, c.relname, p_schema, p_name)) AS r
                        WHERE c.oid = p_relid LOOP
        EXECUTE v_statement;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rename_table(oid, name, name) IS 'Gives a table a schema and a name, where it has others.';

CREATE OR REPLACE FUNCTION partition_tools_internal.digest_drop(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT x.indexrelid FROM partition_tools_internal.job_target AS t
          JOIN pg_index AS x ON x.indrelid = t.relid JOIN pg_class AS c ON c.oid = x.indexrelid
         WHERE t.job_id = p_job_id AND c.relname = partition_tools_internal.stage_name(p_job_id, format('t%s_digest', t.ordinal))
    LOOP
        EXECUTE format('DROP INDEX %s', r.indexrelid::regclass);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.digest_drop(bigint) IS
    'Drops the indexes by which rows were found in staging while whole rows were captured.';
