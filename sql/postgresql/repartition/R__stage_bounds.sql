CREATE OR REPLACE FUNCTION partition_tools_internal.stage_bounds(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table  oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_type   text := partition_tools_internal.key_type_name(v_table);
    v_column name := partition_tools_internal.key_column(v_table);
    v_check text;
    t record;
BEGIN
    FOR t IN SELECT * FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id ORDER BY g.ordinal LOOP
        v_check := CASE WHEN t.is_default THEN partition_tools_internal.default_predicate(p_job_id)
                        ELSE partition_tools_internal.ranges_predicate(v_column, v_type, ARRAY[ARRAY[t.lower_text, t.upper_text]]) END;
        -- With its bounds proved by a constraint, the partition is attached without being read.
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT partition_tools_bounds CHECK (%s)', t.relid::regclass, v_check);
        IF t.is_default THEN
            -- To see whether it still says so when other partitions have come or gone.
            EXECUTE format('COMMENT ON CONSTRAINT partition_tools_bounds ON %s IS %L', t.relid::regclass, md5(v_check));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_bounds(bigint) IS
    'Gives every staging table a CHECK equal to the bounds it will have; the default partition''s is the negation of all others.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_predicate(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table  oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_type   text := partition_tools_internal.key_type_name(v_table);
    v_column name := partition_tools_internal.key_column(v_table);
    v_ranges text := partition_tools_internal.ranges_predicate(v_column, v_type, partition_tools_internal.ranges_after(p_job_id, v_table, v_type));
BEGIN
    -- IS NOT NULL once and not for every range, as the server writes it: otherwise its prover gives up where there are gaps.
    RETURN format('NOT (%I IS NOT NULL AND (%s))', v_column, replace(v_ranges, format('%I IS NOT NULL AND ', v_column), ''));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_predicate(bigint) IS
    'The condition that a row belongs to no partition but the default one, as the partitions will stand after a job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.ranges_after(p_job_id bigint, p_table oid, p_type text)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges text[];
BEGIN
    EXECUTE format($q$
        SELECT array_agg(ARRAY[r.lower_text, r.upper_text] ORDER BY r.lower_text::%s NULLS FIRST)
          FROM (SELECT b.lower_text, b.upper_text
                  FROM partition_tools_internal.partition_bounds($2) AS b
                 WHERE NOT b.is_default AND b.relid NOT IN (SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = $1)
                UNION ALL
                SELECT t.lower_text, t.upper_text FROM partition_tools_internal.job_target t WHERE t.job_id = $1 AND NOT t.is_default) AS r $q$, p_type)
       INTO v_ranges USING p_job_id, p_table;
    RETURN v_ranges;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.ranges_after(bigint, oid, text) IS
    'The ranges {{lower, upper}, ...} of all partitions as they will stand after a job, in order, without the default partition.';
