CREATE OR REPLACE FUNCTION partition_tools_internal.check_targets(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_taken oid;
    v_before partition_tools_internal.leaf;
    t partition_tools_internal.leaf;
BEGIN
    v_taken := partition_tools_internal.range_taken(p_job.table_oid, p_sources, p_targets);
    IF v_taken IS NOT NULL THEN
        RAISE EXCEPTION 'the range of new partitions of job % is taken by %', p_job.job_id, v_taken::regclass
            USING ERRCODE = 'PP020', HINT = 'The partitions have changed since the plan was made: run the policy again, which makes a new plan.';
    END IF;
    FOREACH t IN ARRAY p_targets LOOP
        -- There may be hundreds, and most are as the one before.
        CONTINUE WHEN t.tablespace = v_before.tablespace AND t.template = v_before.template AND t.with_param IS NOT DISTINCT FROM v_before.with_param;
        v_before := t;
        IF NOT EXISTS (SELECT FROM pg_tablespace s WHERE s.spcname = t.tablespace) THEN
            RAISE EXCEPTION 'there is no tablespace %', quote_ident(t.tablespace)
                USING ERRCODE = 'PP023', HINT = 'Create it with CREATE TABLESPACE, or correct table_space in the policy.';
        ELSIF partition_tools_internal.storage_clause(t.template, t.with_param) ~ 'append(only|optimized) = ''(true|on|yes|1|t)'''
              AND EXISTS (SELECT FROM pg_index x WHERE x.indrelid = t.template AND x.indisunique)
        THEN
            RAISE EXCEPTION '% has a primary key or a unique index, and cannot be stored append-only', t.template::regclass
                USING ERRCODE = 'PP024', DETAIL = format('Wanted is %s', t.with_param), HINT = 'Drop the index, or leave appendonly out of ddl_with_param.';
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_targets(partition_tools_internal.job, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Makes sure, before anything is copied, that no other partition lies where a job''s targets are to (PP020), that their tablespaces exist (PP023), and that they can be stored as wanted (PP024).';

CREATE OR REPLACE FUNCTION partition_tools_internal.range_taken(
    p_table oid, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_relids oid[];
    v_lowers text[];
    v_uppers text[];
    v_target_lowers text[] := ARRAY(SELECT t.lower_text FROM unnest(p_targets) AS t WHERE NOT t.is_default ORDER BY t.name);
    v_target_uppers text[] := ARRAY(SELECT t.upper_text FROM unnest(p_targets) AS t WHERE NOT t.is_default ORDER BY t.name);
    v_taken  oid;
BEGIN
    SELECT array_agg(b.relid), array_agg(b.lower_text), array_agg(b.upper_text) INTO v_relids, v_lowers, v_uppers
      FROM partition_tools_internal.partition_bounds(p_table) AS b
     WHERE NOT b.is_default AND b.relid NOT IN (SELECT s.relid FROM unnest(p_sources) AS s);
    -- One query for all: there may be hundreds of both.
    EXECUTE format('SELECT o.relid FROM unnest($1, $2, $3) AS o (relid, lower, upper), unnest($4, $5) AS t (lower, upper)'
                   ' WHERE (o.lower IS NULL OR t.upper IS NULL OR o.lower::%1$s < t.upper::%1$s) AND (o.upper IS NULL OR t.lower IS NULL OR o.upper::%1$s > t.lower::%1$s) LIMIT 1',
                   partition_tools_internal.key_type_name(p_table))
       INTO v_taken USING v_relids, v_lowers, v_uppers, v_target_lowers, v_target_uppers;
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.range_taken(oid, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'A partition that is none of the sources of a job, and lies where its targets are to; NULL where none does.';
