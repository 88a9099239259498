CREATE OR REPLACE FUNCTION partition_tools_internal.drain_instead(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_default json;
BEGIN
    PERFORM partition_tools_internal.restore_refuse_default(p_job_id);
    SELECT json_build_object('schema', n.nspname, 'name', c.relname, 'default', true,
                             'tablespace', partition_tools_internal.tablespace_name(c.reltablespace)) INTO v_default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = partition_tools_internal.other_default(p_job_id);
    PERFORM partition_tools_internal.job_undo(p_job_id);
    UPDATE partition_tools_internal.job AS j
       SET action = 'drain', strategy = 'stage and swap',
           sources = ARRAY[format('%I DEFAULT', v_default ->> 'name')],
           targets = j.targets || format('%I DEFAULT', v_default ->> 'name'),
           spec = json_build_object('incoming_foreign_keys', j.spec -> 'incoming_foreign_keys', 'publications', j.spec -> 'publications',
                                    'sources', json_build_array(v_default),
                                    'targets', (j.spec -> 'targets')::jsonb || v_default::jsonb)
     WHERE j.job_id = p_job_id;
    s.back_to := 'prepare';
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.drain_instead(bigint) IS
    'Turns a job that was to attach empty partitions into one that drains the default partition into them.';
