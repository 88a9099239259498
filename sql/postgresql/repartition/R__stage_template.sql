CREATE OR REPLACE FUNCTION partition_tools_internal.stage_template(
    p_job_id bigint, p_parent oid, p_lower text, p_upper text, p_is_default boolean)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_type text := partition_tools_internal.key_type_name(p_parent);
    v_relid oid;
BEGIN
    -- The largest source that overlaps the target; every row of a new partition may come from a default one.
    EXECUTE format($q$
        SELECT s.relid
          FROM partition_tools_internal.job_source AS s
         WHERE s.job_id = $1
           AND ($4 = s.is_default OR NOT $4)
           AND (s.is_default
                OR ((s.lower_text IS NULL OR $3 IS NULL OR s.lower_text::%1$s < $3::%1$s)
                AND (s.upper_text IS NULL OR $2 IS NULL OR s.upper_text::%1$s > $2::%1$s)))
         ORDER BY s.is_default, pg_relation_size(s.relid) DESC, s.ordinal
         LIMIT 1 $q$, v_type)
       INTO v_relid USING p_job_id, p_lower, p_upper, p_is_default;
    RETURN coalesce(v_relid, p_parent);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_template(bigint, oid, text, text, boolean) IS
    'The source whose properties a target gets; the parent where there is none.';
