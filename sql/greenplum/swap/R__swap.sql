CREATE OR REPLACE FUNCTION partition_tools_internal.swap(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    v_old   partition_tools_internal.leaf[] := '{}';
    v_new   partition_tools_internal.leaf[] := '{}';
    v_kept  partition_tools_internal.leaf[] := '{}';
    v_grants json;
    v_rest  oid;
    v_default partition_tools_internal.leaf;
    t partition_tools_internal.leaf;
    s partition_tools_internal.leaf;
BEGIN
    v_default := partition_tools_internal.default_partition(p_job.table_oid);
    IF v_default.relid IS NOT NULL AND NOT EXISTS (SELECT FROM unnest(p_targets) AS n WHERE n.is_default) THEN
        -- It is put aside and comes back; an exchange swaps privileges.
        v_default.template := v_default.relid;
        v_kept := ARRAY[v_default];
    END IF;
    v_grants := partition_tools_internal.swap_grants(p_targets || v_kept);
    -- What keeps its bounds is exchanged where it is.
    v_old := coalesce(ARRAY(SELECT o FROM unnest(p_sources) AS o WHERE NOT o.is_default AND NOT EXISTS (
                       SELECT FROM unnest(p_targets) AS n WHERE partition_tools_internal.same_bounds(o, n))), '{}');
    v_new := coalesce(ARRAY(SELECT n FROM unnest(p_targets) AS n WHERE NOT n.is_default AND NOT EXISTS (
                       SELECT FROM unnest(p_sources) AS o WHERE partition_tools_internal.same_bounds(o, n))), '{}');
    FOREACH t IN ARRAY p_targets LOOP
        FOR s IN SELECT o.* FROM unnest(p_sources) AS o WHERE NOT o.is_default AND partition_tools_internal.same_bounds(o, t) LOOP
            PERFORM partition_tools_internal.swap_in_place(p_job.table_oid, s, t);
        END LOOP;
    END LOOP;
    IF v_old <> '{}' OR v_new <> '{}' THEN
        v_default := partition_tools_internal.swap_default_out(p_job);
        PERFORM partition_tools_internal.swap_out(p_job, v_old);
        PERFORM partition_tools_internal.swap_add(p_job, v_new);
        PERFORM partition_tools_internal.swap_in(p_job.table_oid, v_new);
        v_rest := (SELECT n.relid FROM unnest(p_targets) AS n WHERE n.is_default);
        PERFORM partition_tools_internal.swap_default_in(p_job, v_default, v_rest);
    END IF;
    PERFORM partition_tools_internal.swap_names(p_job, p_targets);
    PERFORM partition_tools_internal.swap_privileges(partition_tools_internal.leaves_made(p_job.table_oid, p_targets) || v_kept, v_grants);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap(partition_tools_internal.job, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Puts the targets of a job in the place of its sources, and drops these. The caller holds ACCESS EXCLUSIVE on the table. No row is read or written.';
