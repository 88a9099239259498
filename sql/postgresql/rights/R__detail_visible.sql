CREATE OR REPLACE FUNCTION partition_tools_internal.detail_visible(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(has_table_privilege(current_user, p_table, 'SELECT'),
                    (SELECT r.rolsuper FROM pg_roles AS r WHERE r.rolname = current_user));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detail_visible(oid) IS
    'Whether the current role may see values of a table''s rows, as messages have them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.event_visible(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j LEFT JOIN pg_class AS c ON c.oid = j.table_oid
                    WHERE j.job_id = p_job_id
                      AND CASE WHEN c.oid IS NOT NULL THEN pg_has_role(current_user, c.relowner, 'USAGE')
                               ELSE partition_tools_internal.is_trusted(current_user, j.made_by) END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.event_visible(bigint) IS
    'Whether the current role may work on a job, and so see all that happens to it.';

DROP POLICY IF EXISTS read ON partition_tools_internal.job_event;
CREATE POLICY read ON partition_tools_internal.job_event FOR SELECT USING (partition_tools_internal.event_visible(job_id));
COMMENT ON POLICY read ON partition_tools_internal.job_event IS 'Of jobs that one may work on. The view jobs shows the rest to everybody, without values of rows.';
DROP POLICY IF EXISTS remove ON partition_tools_internal.job_event;
CREATE POLICY remove ON partition_tools_internal.job_event FOR DELETE USING (partition_tools_internal.event_visible(job_id));
COMMENT ON POLICY remove ON partition_tools_internal.job_event IS 'What becomes old is removed by who may work on the job: see guard_history.';
