-- History is removed by who may work on its table, and only of jobs that have ended. Set by set: there may be many rows.

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_history()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job bigint;
BEGIN
    IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class AS c WHERE c.oid = TG_RELID), 'USAGE') THEN
        RETURN NULL;
    END IF;
    SELECT min(g.job_id) INTO v_job FROM gone AS g
     WHERE NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = g.job_id AND j.ended_at IS NOT NULL)
        OR NOT partition_tools_internal.event_visible(g.job_id);
    IF v_job IS NOT NULL THEN
        RAISE EXCEPTION 'what has become of job % is not for role % to remove', v_job, quote_ident(current_user)
            USING ERRCODE = 'PP083', HINT = 'CALL partition_tools.sweep() removes what is old of tables that you may work on.';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_history() IS
    'Trigger: PP083 where somebody removes the history of a job that has not ended, or on whose table he may not work.';

CREATE OR REPLACE TRIGGER guard_history AFTER DELETE ON partition_tools_internal.job_event
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION partition_tools_internal.guard_history();
CREATE OR REPLACE TRIGGER guard_history AFTER DELETE ON partition_tools_internal.job_cancel
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION partition_tools_internal.guard_history();
CREATE OR REPLACE TRIGGER guard_history AFTER DELETE ON partition_tools_internal.job_identity
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION partition_tools_internal.guard_history();
