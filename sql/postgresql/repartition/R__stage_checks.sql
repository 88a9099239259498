CREATE OR REPLACE FUNCTION partition_tools_internal.stage_checks(
    p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name name;
BEGIN
    FOR v_name IN
        SELECT k.conname
          FROM pg_constraint AS k LEFT JOIN pg_attribute AS a ON k.contype = 'n' AND a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.conrelid = p_target.relid AND k.contype IN ('c', 'n')
           AND NOT EXISTS (SELECT FROM unnest(p_wanted) AS w
                            WHERE w.kind = CASE k.contype WHEN 'c' THEN 'check' ELSE 'not null' END AND w.name = coalesce(a.attname, k.conname)
                              AND (w.details ->> 'validated')::boolean)
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_target.relid::regclass, v_name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_checks(partition_tools_internal.job_target, partition_tools_internal.leaf_property[]) IS
    'Takes from a staging table the CHECK and NOT NULL constraints that existing rows are excused from, or that only some of the sources have: what the bounds of the template imply does not hold for the rows of the others.';
