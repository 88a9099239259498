CREATE OR REPLACE FUNCTION partition_tools_internal.check_sources(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table regclass;
    v_spec  json;
    r record;
BEGIN
    SELECT j.table_oid, j.spec INTO v_table, v_spec FROM partition_tools_internal.job j WHERE j.job_id = p_job_id;
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        RETURN;
    END IF;

    SELECT s.relid::regclass AS partition, c.relkind INTO r
      FROM partition_tools_internal.job_source s JOIN pg_class c ON c.oid = s.relid
     WHERE s.job_id = p_job_id AND c.relkind <> 'r' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'partition % of % is not a plain table', r.partition, v_table
            USING ERRCODE = 'PP021', DETAIL = 'Foreign tables are left alone.', HINT = 'Narrow the window so that it does not contain the partition.';
    END IF;

    SELECT s.relid::regclass AS partition, string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ') AS objects INTO r
      FROM partition_tools_internal.job_source s
      JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.relid AND d.deptype = 'n'
     WHERE s.job_id = p_job_id
       AND d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_class'::regclass)
     GROUP BY s.relid LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'other objects depend on partition % of %: %', r.partition, v_table, r.objects
            USING ERRCODE = 'PP021', DETAIL = 'The partition is replaced by another table, which they would not follow.',
                  HINT = 'Let them refer to the partitioned table, or drop them and create them again afterwards.';
    END IF;

    IF v_spec ->> 'incoming_foreign_keys' = 'recreate' THEN
        RETURN;
    END IF;
    SELECT string_agg(format('%I of %s', k.conname, k.conrelid::regclass), ', ') AS keys INTO r
      FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = v_table AND k.conparentid = 0;
    IF r.keys IS NOT NULL THEN
        RAISE EXCEPTION 'foreign keys point at %: %', v_table, r.keys
            USING ERRCODE = 'PP022', DETAIL = 'PostgreSQL does not detach a partition whose rows are referenced.',
                  HINT = 'Let them be dropped at the swap and added again: "incoming_foreign_keys": "recreate" in the policy, or SET partition_tools.incoming_foreign_keys = ''recreate''.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_sources(bigint) IS
    'Refuses sources that cannot be replaced: PP021 for foreign tables and for dependent objects, PP022 for foreign keys that point at the table.';
