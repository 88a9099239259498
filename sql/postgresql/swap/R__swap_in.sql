CREATE OR REPLACE FUNCTION partition_tools_internal.swap_in(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant name := partition_tools_internal.stage_name(p_job_id, 'root');
    v_default oid := partition_tools_internal.other_default(p_job_id);
    v_parent  regclass := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_check   name := partition_tools_internal.stage_name(p_job_id, 'default');
    t partition_tools_internal.job_target;
BEGIN
    IF v_default IS NOT NULL AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = v_default AND k.conname = v_check) THEN
        -- Small: reading it once here is quicker than once for every target.
        PERFORM partition_tools_internal.default_constraint(p_job_id, v_default, '');
    END IF;
    FOR t IN SELECT * FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id ORDER BY g.ordinal LOOP
        EXECUTE format('ALTER TABLE partition_tools_internal.%I DETACH PARTITION %s', c_root, t.relid::regclass);
        EXECUTE format('ALTER TABLE %s RENAME TO %I', t.relid::regclass, t.name);
        PERFORM partition_tools_internal.swap_unchecked(t.template, t.relid);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', v_parent, t.relid::regclass,
                       partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default));
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT partition_tools_bounds', t.relid::regclass);
        PERFORM partition_tools_internal.swap_properties(t.template, t.relid);
    END LOOP;
    IF v_default IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_default::regclass, v_check);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_in(bigint) IS
    'Attaches the targets under their names. Every ATTACH is proved by a constraint and reads no rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_properties(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT c.relkind = 'r' FROM pg_class c WHERE c.oid = p_from) THEN
        PERFORM partition_tools_internal.swap_triggers(p_from, p_to);
        PERFORM partition_tools_internal.swap_row_security(p_from, p_to);
        PERFORM partition_tools_internal.swap_publications(p_from, p_to);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_properties(oid, oid) IS
    'What a target gets only when it is a partition: it would act on the rows that the job itself writes.';
