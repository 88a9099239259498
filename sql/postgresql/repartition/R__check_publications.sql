CREATE OR REPLACE FUNCTION partition_tools_internal.check_publications(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    v_sources oid[] := ARRAY(SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id);
    r record;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    PERFORM partition_tools_internal.check_publication_rights(j, v_sources);
    IF EXISTS (SELECT FROM unnest(v_sources) AS s WHERE partition_tools_internal.deletes_refused(s)) THEN
        RAISE EXCEPTION 'a publication of all tables forbids to delete from the tables that job % copies to', p_job_id
            USING ERRCODE = 'PP029', DETAIL = format('%s has stored generated columns, which the publication leaves out, and PostgreSQL refuses deletes that would need them to tell a row.', j.table_name),
                  HINT = 'ALTER PUBLICATION ... SET (publish_generated_columns = stored), or publish tables by their names.';
    END IF;
    IF j.spec ->> 'publications' = 'accept' THEN
        RETURN;
    END IF;
    FOR r IN SELECT * FROM partition_tools_internal.table_publications(j.table_oid) ORDER BY publication LOOP
        IF r.work_tables AND (v_sources <> '{}' OR j.action = 'restore') THEN
            RAISE EXCEPTION 'publication % also publishes the tables that job % copies to', quote_ident(r.publication), p_job_id
                USING ERRCODE = 'PP029',
                      DETAIL = format('Subscribers would be sent the rows of %s, a table that they do not have: apply stops there.',
                                      'partition_tools_stage.' || partition_tools_internal.stage_name(p_job_id, 't1')),
                      HINT = partition_tools_internal.publication_hint();
        ELSIF (r.leaves OR r.named_leaves AND v_sources <> '{}') AND NOT partition_tools_internal.leaves_keep_names(j) THEN
            RAISE EXCEPTION 'publication % publishes the partitions of % one by one', quote_ident(r.publication), j.table_name
                USING ERRCODE = 'PP029',
                      DETAIL = format('Subscribers do not know the new partitions: apply stops at the first change to one, and rows that move at the publisher do not move there. New are: %s.',
                                      array_to_string(j.targets, ', ')),
                      HINT = partition_tools_internal.publication_hint();
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_publications(bigint) IS
    'Refuses, with PP029, a job that subscribers of its table could not follow, unless the policy accepts that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.publications_stamp()
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_schemas text;
BEGIN
    -- Versions of rows, as in catalog_stamp. Publications of schemas are there from PostgreSQL 15 on.
    IF to_regclass('pg_catalog.pg_publication_namespace') IS NOT NULL THEN
        EXECUTE $q$ SELECT string_agg(concat(ctid, xmin), ',' ORDER BY oid) FROM pg_publication_namespace $q$ INTO v_schemas;
    END IF;
    RETURN md5(concat_ws(';', (SELECT string_agg(concat(p.ctid, p.xmin), ',' ORDER BY p.oid) FROM pg_publication AS p),
                              (SELECT string_agg(concat(p.ctid, p.xmin), ',' ORDER BY p.oid) FROM pg_publication_rel AS p), v_schemas));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.publications_stamp() IS
    'Digest of the versions of all publications and of what they publish: while it stays the same, check_publications has nothing new to say.';

CREATE OR REPLACE FUNCTION partition_tools_internal.publication_hint()
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN 'Publish the table by its name WITH (publish_via_partition_root = true): doc/replication.md says how to change over. '
        || 'Or accept it, and do at the subscribers what is written there: "publications": "accept" in the policy, or SET partition_tools.publications = ''accept''; then run it again.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.publication_hint() IS 'What to do about a publication that a job would break.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_keep_names(p_job partition_tools_internal.job)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Subscribers know a table by its name: one that holds the same rows under the same name is the same table to them.
    RETURN NOT EXISTS (
        SELECT t ->> 'schema', t ->> 'name', t ->> 'lower', t ->> 'upper', t ->> 'default' FROM json_array_elements(p_job.spec -> 'targets') AS t
        EXCEPT
        SELECT s ->> 'schema', s ->> 'name', s ->> 'lower', s ->> 'upper', s ->> 'default' FROM json_array_elements(p_job.spec -> 'sources') AS s);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_keep_names(partition_tools_internal.job) IS
    'Whether every target of a job takes the place of a partition with the same name and bounds, as when it is only moved.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_publication_rights(p_job partition_tools_internal.job, p_sources oid[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_names text;
BEGIN
    SELECT string_agg(DISTINCT quote_ident(p.publication), ', ') INTO v_names
      FROM partition_tools_internal.table_publications(p_job.table_oid) AS p
     WHERE NOT pg_has_role(p.owner, 'USAGE')
       AND (p.publication IN (SELECT e.name FROM partition_tools_internal.leaf_publication(p_sources) AS e)
            -- Where the sender must be told, that is done by altering the publication.
            OR partition_tools_internal.publications_stale() AND (p_sources <> '{}' OR p_job.action = 'restore'));
    IF v_names IS NOT NULL THEN
        RAISE EXCEPTION 'the new partitions of % have to be made known to publications of others: %', p_job.table_name, v_names
            USING ERRCODE = 'PP029', DETAIL = 'Only the owner of a publication may alter it.',
                  HINT = 'Run this as a member of their owner. From PostgreSQL 15 on that is needed only where a publication names partitions.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_publication_rights(partition_tools_internal.job, oid[]) IS
    'PP029 where the publications that name the sources of a job cannot be told of its targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.publications_stale()
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- PostgreSQL 14: a sender that has once looked up a table, staging included, does not look again when it is attached
    -- or detached, and goes on to keep its changes to itself. It does look again when any publication is altered.
    RETURN current_setting('server_version_num')::int < 150000;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.publications_stale() IS
    'Whether senders of this server must be told that a table that they know has become a partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.deletes_refused(p_partition oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_refused boolean := false;
BEGIN
    -- From PostgreSQL 18 on a table whose replica identity has unpublished generated columns cannot be deleted from, and
    -- a publication of all tables takes in the staging tables.
    IF current_setting('server_version_num')::int >= 180000 THEN
        EXECUTE $q$ SELECT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = $1 AND a.attgenerated = 's' AND NOT a.attisdropped)
                       AND EXISTS (SELECT FROM pg_publication p WHERE p.puballtables AND (p.pubupdate OR p.pubdelete) AND p.pubgencols = 'n') $q$
           INTO v_refused USING p_partition;
    END IF;
    RETURN v_refused;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.deletes_refused(oid) IS
    'Whether staging tables like a partition could not be caught up, because PostgreSQL refuses deletes on them.';
