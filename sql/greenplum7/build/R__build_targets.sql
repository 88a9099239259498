CREATE OR REPLACE FUNCTION partition_tools_internal.build_targets(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_number int := 0;
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        v_number := v_number + 1;
        PERFORM partition_tools_internal.build_columns(t.template, t.relid);
        IF t.template <> p_job.table_oid THEN
            -- What the table itself has comes with ATTACH PARTITION, which finds these.
            PERFORM partition_tools_internal.build_indexes(p_job, v_number, p_sources, t);
        END IF;
        PERFORM partition_tools_internal.build_comment(t);
    END LOOP;
    PERFORM partition_tools_internal.analyze_relations(ARRAY(SELECT u.relid FROM unnest(p_targets) AS u));
    PERFORM partition_tools_internal.build_owner(p_job, p_targets);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_targets(partition_tools_internal.job, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Gives the staging tables of a job everything that a partition has besides rows, statistics included.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_comment(p_target partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_comment text := obj_description(p_target.template, 'pg_class');
BEGIN
    -- It is about this one partition, so one that is cut from it does not inherit it.
    IF v_comment IS NOT NULL AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_target.template AND c.relispartition AND c.relname = p_target.name) THEN
        EXECUTE format('COMMENT ON TABLE %s IS %L', p_target.relid::regclass, v_comment);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_comment(partition_tools_internal.leaf) IS
    'The comment of a partition that keeps its name.';
