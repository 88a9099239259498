CREATE OR REPLACE FUNCTION partition_tools_internal.build_statistics(
    p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM partition_tools_internal.job_rename AS m
     WHERE m.job_id = p_target.job_id AND m.kind = 'STATISTICS' AND m.relid IN (SELECT s.oid FROM pg_statistic_ext AS s WHERE s.stxrelid = p_target.relid);
    -- Under names of the staging area, in the order in which they are wanted.
    PERFORM partition_tools_internal.leaf_give(p_target.relid, ARRAY(
        SELECT ROW(w.relid, w.kind, partition_tools_internal.stage_name(p_target.job_id, format('t%s_s%s', p_target.ordinal, row_number() OVER (ORDER BY w.n))), w.definition, w.details)::partition_tools_internal.leaf_property
          FROM unnest(p_wanted) WITH ORDINALITY AS w(relid, kind, name, definition, details, n) WHERE w.kind = 'statistics'), '{statistics}');
    INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
    SELECT p_target.job_id, 'STATISTICS', s.oid,
           CASE WHEN w.details ->> 'table' = p_target.name AND w.details ->> 'table_schema' = p_target.schema_name THEN w.name
                ELSE partition_tools_internal.short_name(p_target.name,
                    '_' || partition_tools_internal.cut_bytes(coalesce(w.details ->> 'columns', 'expr'), 25) || '_stat' || CASE WHEN w.n > 1 THEN w.n::text ELSE '' END) END
      FROM (SELECT u.name, u.details, row_number() OVER (ORDER BY u.n) AS n
              FROM unnest(p_wanted) WITH ORDINALITY AS u(relid, kind, name, definition, details, n) WHERE u.kind = 'statistics') AS w
      JOIN pg_statistic_ext AS s ON s.stxrelid = p_target.relid AND s.stxname = partition_tools_internal.stage_name(p_target.job_id, format('t%s_s%s', p_target.ordinal, w.n));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_statistics(partition_tools_internal.job_target, partition_tools_internal.leaf_property[]) IS
    'Creates the extended statistics of a target anew, under names of the staging area, and notes their final names.';
