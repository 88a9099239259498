CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_open(p_table oid)
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By the index, however many have ended.
    IF p_table IS NULL THEN
        RETURN ARRAY(SELECT j.job_id FROM partition_tools_internal.job AS j WHERE j.ended_at IS NULL ORDER BY j.job_id);
    END IF;
    RETURN ARRAY(SELECT j.job_id FROM partition_tools_internal.job AS j WHERE j.table_oid = p_table AND j.ended_at IS NULL ORDER BY j.job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_open(oid) IS
    'The jobs of a table (NULL: all) that are neither completed nor cancelled.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_ended()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE partition_tools_internal.job AS j SET ended_at = NEW.at WHERE j.job_id = NEW.job_id AND j.ended_at IS NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_ended() IS
    'Trigger: a job whose last event is written has ended, in the same transaction.';

CREATE OR REPLACE TRIGGER job_ended AFTER INSERT ON partition_tools_internal.job_event
    FOR EACH ROW WHEN (NEW.state IN ('completed', 'cancelled')) EXECUTE FUNCTION partition_tools_internal.job_ended();
COMMENT ON TRIGGER job_ended ON partition_tools_internal.job_event IS 'Marks the job as ended: see job.ended_at.';

-- Jobs that ended after the column was filled and before the trigger was there: a deploy need not wait until none is at work.
DO $$
BEGIN
    IF EXISTS (SELECT FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job_event AS e ON e.job_id = j.job_id
                WHERE j.ended_at IS NULL AND e.state IN ('completed', 'cancelled')) THEN
        ALTER TABLE partition_tools_internal.job DISABLE TRIGGER USER;
        UPDATE partition_tools_internal.job AS j SET ended_at = e.at
          FROM partition_tools_internal.job_event AS e
         WHERE j.ended_at IS NULL AND e.job_id = j.job_id AND e.state IN ('completed', 'cancelled');
        ALTER TABLE partition_tools_internal.job ENABLE TRIGGER USER;
    END IF;
END
$$;
