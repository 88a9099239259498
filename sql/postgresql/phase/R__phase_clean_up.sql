CREATE OR REPLACE FUNCTION partition_tools_internal.phase_clean_up(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    r record;
BEGIN
    IF partition_tools_internal.job_unpartitions(p_job_id) AND partition_tools_internal.leaves_put_aside(p_job_id) THEN
        s.again := true;
        RETURN s;
    END IF;
    IF (partition_tools_internal.job_converts(p_job_id) OR partition_tools_internal.job_unpartitions(p_job_id)) AND partition_tools_internal.kept_keys_drop(p_job_id) THEN
        -- In a transaction of its own: writers write to it, too.
        s.again := true;
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.swap_incoming_keys(p_job_id, 'validate');
    PERFORM partition_tools_internal.default_free(p_job_id);
    FOR r IN
        SELECT c.oid FROM partition_tools_internal.job_source j JOIN pg_class c ON c.oid = j.relid
         WHERE j.job_id = p_job_id AND NOT c.relispartition ORDER BY j.ordinal
    LOOP
        PERFORM partition_tools_internal.keep_sequences(p_job_id, r.oid);
        -- Without CASCADE: whatever has come to depend on it meanwhile is not ours to drop.
        EXECUTE format('DROP TABLE %s', r.oid::regclass);
    END LOOP;
    IF partition_tools_internal.job_unpartitions(p_job_id) AND to_regclass(format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 's1'))) IS NOT NULL THEN
        -- Not kept: goes with its partitions.
        EXECUTE format('DROP TABLE partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 's1'));
    END IF;
    FOR r IN
        SELECT n.kind, n.final_name, coalesce(c.relname, x.stxname) AS name, coalesce(cn.nspname, xn.nspname) AS schema_name
          FROM partition_tools_internal.job_rename n
          LEFT JOIN pg_class c ON n.kind = 'INDEX' AND c.oid = n.relid LEFT JOIN pg_namespace cn ON cn.oid = c.relnamespace
          LEFT JOIN pg_statistic_ext x ON n.kind = 'STATISTICS' AND x.oid = n.relid LEFT JOIN pg_namespace xn ON xn.oid = x.stxnamespace
         WHERE n.job_id = p_job_id AND coalesce(c.oid, x.oid) IS NOT NULL
    LOOP
        -- A name that somebody took meanwhile stays theirs; ours is no less unique.
        CONTINUE WHEN r.kind = 'INDEX' AND partition_tools_internal.relation_exists(r.schema_name, r.final_name)
                   OR r.kind = 'STATISTICS' AND EXISTS (SELECT FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace
                                                         WHERE n.nspname = r.schema_name AND x.stxname = r.final_name);
        EXECUTE format('ALTER %s %I.%I RENAME TO %I', r.kind, r.schema_name, r.name, r.final_name);
    END LOOP;
    IF partition_tools_internal.job_adopted(p_job_id) THEN
        -- When these statistics were made last, the partition that has the rows was none.
        PERFORM partition_tools_internal.analyze_whole(partition_tools_internal.convert_root(p_job_id));
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_clean_up(bigint) IS
    'Phase clean_up: drops the old partitions and everything the job made for itself, and gives indexes their final names. Locks: none on the table; ACCESS EXCLUSIVE on tables that the old partitions'' foreign keys refer to, for milliseconds.';

