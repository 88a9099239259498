CREATE OR REPLACE FUNCTION partition_tools_internal.phase_cancel(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    CASE partition_tools_internal.job_kind(p_job_id)
        WHEN 'migrate' THEN
            -- The rows that it has copied stay, and are known.
            s.position := (partition_tools_internal.job_latest(p_job_id)).position;
        WHEN 'remove' THEN
            -- There is no way back from one that is being detached, and as long as it is, no other can take its place.
            PERFORM partition_tools_internal.detach_finish(p_job_id);
            PERFORM partition_tools_internal.warn_detached(p_job_id);
        ELSE
            PERFORM partition_tools_internal.job_undo(p_job_id);
    END CASE;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_cancel(bigint) IS
    'Phase cancel, in no list: undoes what a job has made, and ends it. A partition that was only detached yet stays as a table. Locks: ACCESS EXCLUSIVE on the sources, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.warn_detached(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT j.table_oid::regclass AS parent, c.oid::regclass AS leaf, partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default) AS bounds
          FROM partition_tools_internal.job_source AS t
          JOIN partition_tools_internal.job AS j ON j.job_id = t.job_id
          JOIN pg_class AS c ON c.oid = t.relid
         WHERE t.job_id = p_job_id AND NOT c.relispartition
    LOOP
        -- To attach it would read its rows, and whatever has come into its range meanwhile: not without being asked.
        RAISE WARNING 'job % had detached % already: it is not dropped, and stays as a table of its own', p_job_id, r.leaf
            USING HINT = format('ALTER TABLE %s ATTACH PARTITION %s %s', r.parent, r.leaf, r.bounds);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.warn_detached(bigint) IS
    'Warns of a partition that a cancelled drop has detached.';
