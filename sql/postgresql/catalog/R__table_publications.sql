CREATE OR REPLACE FUNCTION partition_tools_internal.table_publications(p_table oid)
RETURNS TABLE (publication name, owner oid, via_root boolean, work_tables boolean, leaves boolean, named_leaves boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_publication) THEN
        -- Most databases have none, and to plan the question takes longer than the answer.
        RETURN;
    END IF;
    -- Schemas can be published from PostgreSQL 15 on.
    RETURN QUERY EXECUTE format($q$
        SELECT p.pubname, p.pubowner, x.root, x.everything OR x.internal, (x.everything OR x.parent OR x.schema) AND NOT x.root,
               (x.leaf OR x.leaf_schema) AND NOT x.root
          FROM pg_publication AS p
         CROSS JOIN LATERAL (
            SELECT p.puballtables AS everything,
                   EXISTS (SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid AND r.prrelid = $1) AS parent,
                   EXISTS (SELECT FROM pg_publication_rel r JOIN pg_inherits i ON i.inhrelid = r.prrelid
                            WHERE r.prpubid = p.oid AND i.inhparent = $1) AS leaf,
                   %1$s AS schema, %2$s AS leaf_schema, %3$s AS internal) AS e
         CROSS JOIN LATERAL (SELECT e.*, p.pubviaroot AND (e.everything OR e.parent OR e.schema) AS root) AS x
         WHERE (p.pubinsert OR p.pubupdate OR p.pubdelete)
           AND (x.everything OR x.parent OR x.leaf OR x.schema OR x.leaf_schema OR x.internal) $q$,
        partition_tools_internal.schema_published('(SELECT c.relnamespace FROM pg_class c WHERE c.oid = $1)'),
        partition_tools_internal.schema_published('(SELECT c.relnamespace FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE i.inhparent = $1)'),
        partition_tools_internal.schema_published('(SELECT n.oid FROM pg_namespace n WHERE n.nspname IN (''partition_tools_internal'', ''partition_tools_stage''))'))
      USING p_table;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_publications(oid) IS
    'The publications that concern a table. via_root: subscribers see the table only. work_tables: staging tables are published, too. leaves: each of its partitions is published by its own name, named_leaves: some are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.schema_published(p_schemas text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN current_setting('server_version_num')::int < 150000 THEN 'false'
                ELSE format('EXISTS (SELECT FROM pg_publication_namespace s WHERE s.pnpubid = p.oid AND s.pnnspid IN %s)', p_schemas) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.schema_published(text) IS
    'An expression: whether the publication p takes in one of these schemas.';

CREATE OR REPLACE FUNCTION partition_tools_internal.schema_is_published(p_schema name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_published boolean;
BEGIN
    EXECUTE 'SELECT EXISTS (SELECT FROM pg_publication AS p WHERE '
         || partition_tools_internal.schema_published('(SELECT n.oid FROM pg_namespace n WHERE n.nspname = $1)') || ')' INTO v_published USING p_schema;
    RETURN v_published;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.schema_is_published(name) IS
    'Whether a publication takes in all tables of a schema.';

CREATE OR REPLACE FUNCTION partition_tools_internal.publication_findings(p_table oid, p_policy json)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_accepted constant boolean := coalesce(p_policy ->> 'publications', partition_tools_internal.setting('publications', 'refuse')) = 'accept';
BEGIN
    RETURN QUERY
        SELECT CASE WHEN c_accepted THEN 'info' ELSE 'warning' END, 'publication'::text, NULL::text,
               format(CASE WHEN p.work_tables THEN 'publication %I also publishes the tables that jobs copy to: subscribers would stop there'
                           ELSE 'publication %I publishes partitions of %s one by one: subscribers do not know new ones' END, p.publication, p_table::regclass),
               CASE WHEN c_accepted THEN 'The policy accepts it: do at the subscribers what doc/replication.md says.'
                    ELSE 'Jobs are refused (PP029). ' || partition_tools_internal.publication_hint() END
          FROM partition_tools_internal.table_publications(p_table) AS p
         WHERE p.work_tables OR p.leaves OR p.named_leaves ORDER BY p.publication;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.publication_findings(oid, json) IS
    'What check_partitions finds about the publications of a table.';
