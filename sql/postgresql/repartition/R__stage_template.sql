CREATE OR REPLACE FUNCTION partition_tools_internal.stage_template(
    p_job_id bigint, p_parent oid, p_lower text, p_upper text, p_is_default boolean)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((partition_tools_internal.job_range_sources(p_job_id, p_parent, p_lower, p_upper, p_is_default))[1], p_parent);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_template(bigint, oid, text, text, boolean) IS
    'The source whose properties a target gets first of all, the largest; the parent where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.target_sources(p_target partition_tools_internal.job_target)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The template first, whichever source is the largest by now.
    RETURN p_target.template || array_remove(partition_tools_internal.job_range_sources(
        p_target.job_id, (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_target.job_id),
        p_target.lower_text, p_target.upper_text, p_target.is_default), p_target.template);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.target_sources(partition_tools_internal.job_target) IS
    'The template of a target and the other sources that its rows can come from.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_range_sources(
    p_job_id bigint, p_parent oid, p_lower text, p_upper text, p_is_default boolean)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_unpartitions(p_job_id) THEN
        -- The table itself, which all of them agree with.
        RETURN ARRAY[p_parent];
    ELSIF partition_tools_internal.job_converts(p_job_id) THEN
        -- One table, whose rows may belong anywhere.
        RETURN ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
    ELSIF (SELECT count(*) = 1 AND bool_and(s.is_default) FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        -- As below, but asked of a hundred targets.
        RETURN ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
    END IF;
    RETURN (SELECT partition_tools_internal.range_sources(p_parent, array_agg(s.relid ORDER BY s.ordinal), array_agg(s.lower_text ORDER BY s.ordinal),
                       array_agg(s.upper_text ORDER BY s.ordinal), array_agg(s.is_default ORDER BY s.ordinal), p_lower, p_upper, p_is_default)
              FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_range_sources(bigint, oid, text, text, boolean) IS
    'The sources of a job that rows of a range can come from, the largest first.';

CREATE OR REPLACE FUNCTION partition_tools_internal.range_sources(
    p_parent oid, p_relids oid[], p_lowers text[], p_uppers text[], p_defaults boolean[], p_lower text, p_upper text, p_is_default boolean)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[];
BEGIN
    IF coalesce(cardinality(p_relids), 0) = 0 THEN
        RETURN NULL;
    END IF;
    -- Rows of a new partition may come from a default one whatever their range; what stays there comes from nowhere else.
    EXECUTE format($q$
        SELECT array_agg(s.relid ORDER BY s.is_default, pg_relation_size(s.relid) DESC, s.n)
          FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS s(relid, lower_text, upper_text, is_default, n)
         WHERE ($7 = s.is_default OR NOT $7)
           AND (s.is_default
                OR ((s.lower_text IS NULL OR $6 IS NULL OR s.lower_text::%1$s < $6::%1$s)
                AND (s.upper_text IS NULL OR $5 IS NULL OR s.upper_text::%1$s > $5::%1$s))) $q$, partition_tools_internal.key_type_name(p_parent))
       INTO v_relids USING p_relids, p_lowers, p_uppers, p_defaults, p_lower, p_upper, p_is_default;
    RETURN v_relids;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.range_sources(oid, oid[], text[], text[], boolean[], text, text, boolean) IS
    'Those of several partitions that rows of a range can come from, the largest first, a default partition last.';
