CREATE OR REPLACE FUNCTION partition_tools_internal.phase_digest(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.targets_step(p_job_id, 'digest');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_digest(bigint) IS
    'Phase digest, where whole rows are captured: an index by which a row is found in one target, until the swap. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.digest_target(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('CREATE INDEX %I ON %s ((%s))', partition_tools_internal.stage_name(p_target.job_id, format('t%s_digest', p_target.ordinal)), p_target.relid::regclass,
                   replace(partition_tools_internal.row_digest(p_target.job_id, '"partition_tools_row"'), '"partition_tools_row".', ''));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.digest_target(partition_tools_internal.job_target) IS
    'Builds the index by which a row is found in a target where whole rows are captured.';
