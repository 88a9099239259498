CREATE OR REPLACE FUNCTION partition_tools_internal.job_elsewhere(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    i partition_tools_internal.job_identity;
    c_system   constant text := partition_tools_internal.system_identifier();
    c_database constant oid := (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database());
    -- With search_path as here: schema included, quoted where needed.
    v_now text;
BEGIN
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    SELECT * INTO i FROM partition_tools_internal.job_identity AS o WHERE o.job_id = p_job_id;
    v_now := (SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.oid = j.table_oid);
    IF i.job_id IS NOT NULL AND i.system_id <> c_system THEN
        RETURN format('It was made on the server with system identifier %s, and this one has %s: it came with a dump, or over a pg_upgrade.', i.system_id, c_system);
    ELSIF i.job_id IS NOT NULL AND i.database_oid <> c_database THEN
        RETURN format('It was made in database %s with OID %s, and this one is %s with OID %s: it came with a dump, or with a copy of that database.',
                      quote_ident(i.database_name), i.database_oid, quote_ident(current_database()), c_database);
    ELSIF i.job_id IS NOT NULL AND coalesce(i.system_id = c_system, false) THEN
        -- The very database: names may have changed, OIDs have not.
        RETURN partition_tools_internal.job_relations_elsewhere(p_job_id);
    ELSIF i.job_id IS NOT NULL AND i.database_name <> current_database() THEN
        RETURN format('It was made in a database %s, this one is %s, and the server does not tell whether it is the same.',
                      quote_ident(i.database_name), quote_ident(current_database()));
    ELSIF j.table_oid <> 0 AND v_now IS DISTINCT FROM coalesce(quote_ident(i.table_schema) || '.' || quote_ident(i.table_name), j.table_name) THEN
        RETURN format('Its table was %s with OID %s, and that OID has %s.', coalesce(quote_ident(i.table_schema) || '.' || quote_ident(i.table_name), j.table_name),
                      j.table_oid, coalesce(v_now, 'nothing'));
    END IF;
    RETURN partition_tools_internal.job_relations_elsewhere(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_elsewhere(bigint) IS
    'Why the OIDs that a job has noted do not mean here what they meant where it was made; NULL where they do. In the very database (by system identifier and OID) tables may have been renamed; where the server does not tell that, and for jobs of older versions, names have to be the same.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_at_home(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_reason text := partition_tools_internal.job_elsewhere(p_job_id);
BEGIN
    IF v_reason IS NOT NULL THEN
        RAISE EXCEPTION 'job % belongs elsewhere: what it has noted means other tables here', p_job_id
            USING ERRCODE = 'PP080', DETAIL = v_reason,
                  HINT = format('%s, which leaves everything alone but its own staging tables; then run the policy again.',
                                replace(partition_tools_internal.job_statement(p_job_id), '.start(', '.cancel('));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_at_home(bigint) IS
    'PP080 where a job was made in another database than this, or what it has noted has become something else.';
