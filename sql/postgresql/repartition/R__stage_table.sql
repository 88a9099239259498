CREATE OR REPLACE FUNCTION partition_tools_internal.stage_table(
    p_job_id bigint, p_ordinal int, p_template oid, p_schema name, p_name name,
    p_lower text, p_upper text, p_is_default boolean, p_tablespace name, p_with_param text,
    p_known partition_tools_internal.leaf_property[] DEFAULT NULL)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_stage text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 't' || p_ordinal));
    v_space name := coalesce(p_tablespace, partition_tools_internal.tablespace_name((SELECT c.reltablespace FROM pg_class c WHERE c.oid = p_template)));
    v_relid oid;
    r record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_tablespace s WHERE s.spcname = v_space) THEN
        RAISE EXCEPTION 'there is no tablespace %', quote_ident(v_space)
            USING ERRCODE = 'PP023', HINT = 'Create it with CREATE TABLESPACE, or correct table_space in the policy.';
    END IF;
    SELECT c.relkind, m.amname INTO r
      FROM pg_class c LEFT JOIN pg_am m ON m.oid = c.relam AND c.relkind = 'r' WHERE c.oid = p_template;
    EXECUTE format('CREATE %s TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY EXCLUDING STATISTICS) %s TABLESPACE %I',
                   CASE WHEN partition_tools_internal.stage_unlogged(p_job_id) THEN 'UNLOGGED' ELSE '' END, v_stage, p_template::regclass,
                   'USING ' || quote_ident(r.amname), v_space);
    v_relid := v_stage::regclass;
    PERFORM partition_tools_internal.keep_private(v_relid);
    -- Without an identity its deletes would be refused where all tables are published.
    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', v_relid::regclass);
    INSERT INTO partition_tools_internal.job_target
        (job_id, ordinal, relid, schema_name, name, lower_text, upper_text, is_default, template, tablespace)
    VALUES (p_job_id, p_ordinal, v_relid, p_schema, p_name, p_lower, p_upper, p_is_default, p_template, p_tablespace);
    PERFORM partition_tools_internal.stage_storage(t, w), partition_tools_internal.stage_checks(t, w)
       FROM partition_tools_internal.job_target AS t, LATERAL (SELECT partition_tools_internal.job_wanted(t, '{not null,check,storage}', p_known)) AS j(w)
      WHERE t.job_id = p_job_id AND t.ordinal = p_ordinal;
    RETURN v_relid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_table(bigint, int, oid, name, name, text, text, boolean, name, text, partition_tools_internal.leaf_property[]) IS
    'Makes the staging table of one target like its template, without indexes, and records it. p_known: as for job_wanted, of the kinds not null, check and storage. PP023 for an unknown tablespace.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_unlogged(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- One logged source is enough: its rows must survive a crash, in staging as well.
    RETURN coalesce((SELECT bool_and(c.relpersistence = 'u')
                       FROM partition_tools_internal.job_source s JOIN pg_class c ON c.oid = s.relid WHERE s.job_id = p_job_id),
                    (SELECT c.relpersistence = 'u' FROM partition_tools_internal.job AS j JOIN pg_class AS c ON c.oid = j.table_oid
                      WHERE j.job_id = p_job_id AND j.spec ->> 'mode' = 'adopt'), false);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_unlogged(bigint) IS 'Whether the targets of a job are to be unlogged: where all its sources are.';
