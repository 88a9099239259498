CREATE OR REPLACE FUNCTION partition_tools_internal.swap_in(p_job_id bigint, p_statements text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default oid := partition_tools_internal.other_default(p_job_id);
    v_check   name := partition_tools_internal.stage_name(p_job_id, 'default');
BEGIN
    IF v_default IS NOT NULL AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = v_default AND k.conname = v_check) THEN
        -- Small: reading it once here is quicker than once for every target.
        PERFORM partition_tools_internal.default_constraint(p_job_id, v_default, '');
    END IF;
    PERFORM partition_tools_internal.execute_all(p_statements);
    IF v_default IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_default::regclass, v_check);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_in(bigint, text[]) IS
    'Executes what swap_statements and swap_given have prepared to attach the targets under their names. Every ATTACH is proved by a constraint and reads no rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_statements(
    p_job_id bigint, OUT leaving text[], OUT released text[], OUT entering text[], OUT incoming boolean, OUT names text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant name := partition_tools_internal.stage_name(p_job_id, 'root');
    v_parent regclass := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    r record;
BEGIN
    leaving := '{}';
    released := '{}';
    entering := '{}';
    FOR r IN SELECT s.relid, n.nspname, c.relname, partition_tools_internal.stage_name(p_job_id, 's' || s.ordinal) AS name
               FROM partition_tools_internal.job_source AS s JOIN pg_class AS c ON c.oid = s.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace
              WHERE s.job_id = p_job_id ORDER BY s.ordinal LOOP
        leaving := leaving || format('ALTER TABLE %s DETACH PARTITION %I.%I', v_parent, r.nspname, r.relname)
                           || partition_tools_internal.rename_statements(r.nspname, r.relname, r.nspname, r.name);
    END LOOP;
    -- The default partition first: each of the others would have to look at it.
    FOR r IN SELECT t.relid::regclass AS target FROM partition_tools_internal.job_target AS t
              WHERE t.job_id = p_job_id AND EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = t.relid) ORDER BY t.is_default DESC, t.ordinal LOOP
        released := released || format('ALTER TABLE partition_tools_stage.%I DETACH PARTITION %s', c_root, r.target);
    END LOOP;
    released := released || partition_tools_internal.digest_statements(p_job_id) || partition_tools_internal.keys_awake(p_job_id);
    -- Nothing of the job's is still to be written to them. ATTACH wants constraints, and policies their table's old name.
    FOR r IN SELECT t.*, n.nspname, c.relname FROM partition_tools_internal.job_target AS t JOIN pg_class AS c ON c.oid = t.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace
              WHERE t.job_id = p_job_id ORDER BY t.is_default, t.ordinal LOOP
        entering := entering || partition_tools_internal.rename_statements(r.nspname, r.relname, r.schema_name, r.name)
                             || format('ALTER TABLE %s ATTACH PARTITION %I.%I %s', v_parent, r.schema_name, r.name,
                                       partition_tools_internal.bound_clause(r.lower_text, r.upper_text, r.is_default))
                             || format('ALTER TABLE %I.%I DROP CONSTRAINT partition_tools_bounds', r.schema_name, r.name);
    END LOOP;
    -- One that comes from here on has triggers on the table, which swap_unchanged sees; a job of an earlier version may not know of any.
    incoming := EXISTS (SELECT FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = v_parent AND k.conparentid = 0)
                OR NOT EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id AND c.definition IS NOT NULL);
    names := partition_tools_internal.swap_names(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_statements(bigint) IS
    'The statements of the swap, prepared before its locks: sources leave the table, targets leave staging where they have not yet, targets enter the table; whether foreign keys point at the table; and the names that all of this was written for.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_names(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('%s %I.%I', c.oid, n.nspname, c.relname), ', ' ORDER BY c.oid)
              FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
             WHERE c.oid = ANY (partition_tools_internal.job_relids(p_job_id)
                                || ARRAY(SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_names(bigint) IS
    'What the table, the sources and the targets of a job are called at this moment: a schema can be renamed without a lock on what is in it.';

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
BEGIN
    PERFORM partition_tools_internal.execute_all(partition_tools_internal.digest_statements(p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.digest_drop(bigint) IS
    'Drops the indexes by which rows were found in staging while whole rows were captured.';

CREATE OR REPLACE FUNCTION partition_tools_internal.digest_statements(p_job_id bigint)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT format('DROP INDEX %s', x.indexrelid::regclass) FROM partition_tools_internal.job_target AS t
          JOIN pg_index AS x ON x.indrelid = t.relid JOIN pg_class AS c ON c.oid = x.indexrelid
         WHERE t.job_id = p_job_id AND c.relname = partition_tools_internal.stage_name(p_job_id, format('t%s_digest', t.ordinal)) ORDER BY t.ordinal);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.digest_statements(bigint) IS
    'The statements of digest_drop.';
