CREATE OR REPLACE FUNCTION partition_tools_internal.swap_senders(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    IF NOT partition_tools_internal.publications_stale() THEN
        RETURN;
    END IF;
    FOR r IN
        SELECT p.publication, g.pubviaroot
          FROM partition_tools_internal.job AS j
         CROSS JOIN LATERAL partition_tools_internal.table_publications(j.table_oid) AS p
          JOIN pg_publication AS g ON g.pubname = p.publication
         WHERE j.job_id = p_job_id ORDER BY p.publication LIMIT 1
    LOOP
        EXECUTE format('ALTER PUBLICATION %I SET (publish_via_partition_root = %s)', r.publication, r.pubviaroot::text);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_senders(bigint) IS
    'Lets senders look up the targets of a job anew, where they would go on to take them for the staging tables that they were.';
