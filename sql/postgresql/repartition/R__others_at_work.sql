CREATE OR REPLACE FUNCTION partition_tools_internal.others_at_work(p_ms float8)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What we may not see, because it is of a role we are no member of, may be at work. Ours are those that help us, and the
    -- one in which a program asks how far we are.
    RETURN EXISTS (
        SELECT FROM pg_stat_activity AS a
         WHERE a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL AND coalesce(a.backend_type, 'client backend') = 'client backend'
           AND a.query !~ 'partition_tools(_internal)?[.]'
           AND (coalesce(a.state, 'disabled') IN ('active', 'fastpath function call', 'disabled') OR a.state_change > clock_timestamp() - p_ms * interval '1 millisecond')
           AND NOT EXISTS (SELECT FROM pg_stat_replication AS r WHERE r.pid = a.pid));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.others_at_work(float8) IS
    'Whether sessions of this server that are none of ours do something, or did so in the last p_ms milliseconds, or may for all that can be seen.';
