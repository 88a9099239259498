CREATE OR REPLACE FUNCTION partition_tools_internal.swap_properties(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    -- Looked up once a template: under the lock, a hundred targets must not ask a hundred times for what nearly none has.
    FOR r IN
        SELECT t.relid, p.*
          FROM (SELECT DISTINCT g.template FROM partition_tools_internal.job_target g
                  JOIN pg_class c ON c.oid = g.template AND c.relkind = 'r' WHERE g.job_id = p_job_id) AS d
         CROSS JOIN LATERAL (
                SELECT d.template,
                       EXISTS (SELECT FROM pg_trigger x WHERE x.tgrelid = d.template AND NOT x.tgisinternal
                                                          AND left(x.tgname, 17) <> 'partition_tools_j') AS triggers,
                       EXISTS (SELECT FROM pg_publication_rel x WHERE x.prrelid = d.template) AS publications) AS p
          JOIN partition_tools_internal.job_target t ON t.job_id = p_job_id AND t.template = d.template
         WHERE p.triggers OR p.publications
         ORDER BY t.ordinal
    LOOP
        IF r.triggers THEN
            PERFORM partition_tools_internal.swap_triggers(r.template, r.relid);
        END IF;
        IF r.publications THEN
            PERFORM partition_tools_internal.swap_publications(r.template, r.relid);
        END IF;
    END LOOP;
    PERFORM partition_tools_internal.swap_replica_identity(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_properties(bigint) IS
    'What the targets of a job get only when they are partitions: triggers and publications would act on the rows that the job itself writes.';
