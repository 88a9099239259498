CREATE OR REPLACE FUNCTION partition_tools_internal.guard_number()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_number bigint;
BEGIN
    IF TG_TABLE_NAME = 'run' THEN
        v_number := NEW.run_id;
    ELSIF TG_TABLE_NAME = 'job' THEN
        v_number := NEW.job_id;
    ELSE
        v_number := NEW.event_id;
    END IF;
    IF NOT partition_tools_internal.number_is_given(TG_ARGV[0]::regclass, v_number) THEN
        RAISE EXCEPTION '% is not a number that this session has just been given', v_number USING ERRCODE = 'PP083';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_number() IS
    'Trigger: numbers are the sequence''s to give. One that is taken in advance would stand in another''s way.';

CREATE OR REPLACE FUNCTION partition_tools_internal.number_is_given(p_sequence regclass, p_number bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_number = currval(p_sequence);
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    -- This session has not asked it for any.
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.number_is_given(regclass, bigint) IS
    'Whether a number is the one that a sequence has given to this session last.';

CREATE OR REPLACE TRIGGER guard_number BEFORE INSERT ON partition_tools_internal.run
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_number('partition_tools_internal.run_run_id_seq');
COMMENT ON TRIGGER guard_number ON partition_tools_internal.run IS 'See guard_number().';
CREATE OR REPLACE TRIGGER guard_number BEFORE INSERT ON partition_tools_internal.job
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_number('partition_tools_internal.job_job_id_seq');
COMMENT ON TRIGGER guard_number ON partition_tools_internal.job IS 'See guard_number().';
CREATE OR REPLACE TRIGGER guard_number BEFORE INSERT ON partition_tools_internal.job_event
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_number('partition_tools_internal.job_event_event_id_seq');
COMMENT ON TRIGGER guard_number ON partition_tools_internal.job_event IS 'See guard_number().';
