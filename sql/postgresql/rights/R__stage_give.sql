CREATE OR REPLACE FUNCTION partition_tools_internal.stage_give(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_owner oid := (SELECT c.relowner FROM partition_tools_internal.job AS j JOIN pg_class AS c ON c.oid = j.table_oid WHERE j.job_id = p_job_id);
    v_names text := format('^partition_tools_j%s_', p_job_id);
    r record;
BEGIN
    FOR r IN
        SELECT 'TABLE' AS kind, c.oid::regclass::text AS name, c.relowner AS owner FROM pg_class AS c
         WHERE c.relnamespace = 'partition_tools_stage'::regnamespace AND c.relname ~ v_names AND c.relkind NOT IN ('i', 'I')
        UNION ALL
        SELECT 'FUNCTION', p.oid::regprocedure::text, p.proowner FROM pg_proc AS p
         WHERE p.pronamespace = 'partition_tools_stage'::regnamespace AND p.proname ~ v_names
    LOOP
        -- Many may create in this schema. What another has put there under a name of ours would act with its own rights.
        IF pg_get_userbyid(r.owner) <> current_user AND r.owner IS DISTINCT FROM v_owner THEN
            RAISE EXCEPTION '% has taken a name of job %: % %', quote_ident(pg_get_userbyid(r.owner)), p_job_id, lower(r.kind), r.name
                USING ERRCODE = 'PP084', HINT = format('DROP %s %s, and ask who put it there.', r.kind, r.name);
        ELSIF r.owner <> v_owner THEN
            BEGIN
                EXECUTE format('ALTER %s %s OWNER TO %I', r.kind, r.name, pg_get_userbyid(v_owner));
            EXCEPTION WHEN insufficient_privilege THEN
                -- The owner is not an operator: then whoever began the job, or an administrator, has to finish it.
                NULL;
            END;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_give(bigint) IS
    'Gives what a job has made in the staging schema to the owner of its table: every member of that role can go on with the job, and what captures changes has no more rights than the owner. PP084 where another role has taken one of its names.';
