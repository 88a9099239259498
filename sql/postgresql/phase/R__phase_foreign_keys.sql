CREATE OR REPLACE FUNCTION partition_tools_internal.phase_foreign_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    x partition_tools_internal.job_context;
    r record;
BEGIN
    -- From here on staging holds no row that its source does not: a stale one would forbid others to delete what it
    -- refers to. So writers wait while the rest is caught up and the trigger learns to remove changed rows at once.
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    PERFORM partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE');
    IF x.key_columns IS NOT NULL THEN
        PERFORM partition_tools_internal.catch_up(p_job_id, 9223372036854775807);
        PERFORM partition_tools_internal.capture_function(p_job_id, x.key_columns, true);
    END IF;
    FOR r IN SELECT * FROM partition_tools_internal.foreign_keys_wanted(p_job_id) LOOP
        PERFORM partition_tools_internal.build_foreign_key(r.relid, r.name, r.definition || ' NOT VALID', r.comment);
    END LOOP;
    s.phase := 'validate_keys';
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_foreign_keys(bigint) IS
    'Phase foreign_keys: adds the foreign keys of the targets, not yet validated. Locks: SHARE ROW EXCLUSIVE on the sources and on the tables they refer to, for milliseconds.';
