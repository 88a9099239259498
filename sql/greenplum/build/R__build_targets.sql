CREATE OR REPLACE FUNCTION partition_tools_internal.build_targets(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_owner  name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = p_job.table_oid);
    v_number int := 0;
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        v_number := v_number + 1;
        PERFORM partition_tools_internal.build_columns(t.template, t.relid);
        PERFORM partition_tools_internal.build_indexes(p_job, v_number, p_sources, t);
        PERFORM partition_tools_internal.build_comments(t);
        EXECUTE format('ANALYZE %s', t.relid::regclass);
        IF v_owner <> current_user THEN
            -- Last: it may take from us the right to do the rest.
            EXECUTE format('ALTER TABLE %s OWNER TO %I', t.relid::regclass, v_owner);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_targets(partition_tools_internal.job, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Gives the staging tables of a job everything that a partition has besides rows, statistics included.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_comments(p_target partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_comment text := obj_description(p_target.template, 'pg_class');
BEGIN
    -- It is about this one partition, so one that is cut from it does not inherit it. Those on columns came with the table.
    IF v_comment IS NOT NULL AND EXISTS (
        SELECT FROM pg_partition_rule r JOIN pg_class c ON c.oid = r.parchildrelid
         WHERE r.parchildrelid = p_target.template AND p_target.name = CASE WHEN r.parname = '' THEN c.relname ELSE r.parname END)
    THEN
        EXECUTE format('COMMENT ON TABLE %s IS %L', p_target.relid::regclass, v_comment);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_comments(partition_tools_internal.leaf) IS
    'The comment of a partition that keeps its name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_columns(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT a.attname, a.attstattarget, a.attoptions, d.description AS comment
          FROM pg_attribute a LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
         WHERE a.attrelid = p_from AND a.attnum > 0 AND NOT a.attisdropped
           AND (a.attstattarget >= 0 OR a.attoptions IS NOT NULL OR d.description IS NOT NULL)
    LOOP
        IF r.attstattarget >= 0 THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', p_to::regclass, r.attname, r.attstattarget);
        END IF;
        IF r.attoptions IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', p_to::regclass, r.attname, array_to_string(r.attoptions, ', '));
        END IF;
        IF r.comment IS NOT NULL THEN
            EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', p_to::regclass, r.attname, r.comment);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_columns(oid, oid) IS
    'Statistics targets, attribute options and comments of the columns.';

CREATE OR REPLACE FUNCTION partition_tools_internal.analyze_root(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
BEGIN
    -- The rows of the table stay the same, so statistics that it has stay true. Who may not read the table does not see them here, and makes them anew.
    IF EXISTS (SELECT FROM pg_stats AS s JOIN pg_namespace AS n ON n.nspname = s.schemaname JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.tablename WHERE c.oid = p_table) THEN
        RETURN;
    END IF;
    EXECUTE format('ANALYZE ROOTPARTITION %s', p_table::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.analyze_root(oid) IS
    'Statistics of the table as a whole, where it has none, or the caller may not look. Reads a sample of all partitions.';
