CREATE OR REPLACE FUNCTION partition_tools_internal.stage_tables(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'root'));
    v_parent regclass := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_known  partition_tools_internal.leaf_property[] := ARRAY(
        SELECT p FROM partition_tools_internal.leaf_properties(partition_tools_internal.job_relids(p_job_id), '{not null,check,storage}') AS p);
    t record;
    v_relid oid;
BEGIN
    -- A partitioned staging table routes every row to its target in one pass over the source.
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING GENERATED) PARTITION BY %s', c_root, v_parent, pg_get_partkeydef(v_parent));
    PERFORM partition_tools_internal.keep_private(c_root::regclass);
    FOR t IN
        SELECT w.ordinality::int AS ordinal, (w.target ->> 'schema')::name AS schema_name, (w.target ->> 'name')::name AS name,
               w.target ->> 'lower' AS lower_text, w.target ->> 'upper' AS upper_text,
               (w.target ->> 'default')::boolean AS is_default, (w.target ->> 'tablespace')::name AS tablespace, w.target ->> 'with' AS with_param
          FROM partition_tools_internal.job j
         CROSS JOIN LATERAL json_array_elements(j.spec -> 'targets') WITH ORDINALITY AS w(target, ordinality)
         WHERE j.job_id = p_job_id ORDER BY w.ordinality
    LOOP
        v_relid := partition_tools_internal.stage_table(
            p_job_id, t.ordinal, partition_tools_internal.stage_template(p_job_id, v_parent, t.lower_text, t.upper_text, t.is_default),
            t.schema_name, t.name, t.lower_text, t.upper_text, t.is_default, t.tablespace, t.with_param, v_known);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', c_root, v_relid::regclass,
                       partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default));
    END LOOP;
    PERFORM partition_tools_internal.stage_bounds(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_tables(bigint) IS
    'Makes the staging tables of a job: one for each target, under a partitioned one that routes rows to them.';
