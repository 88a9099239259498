-- What a partition has is described in rows of one form, whatever it is.

CREATE TYPE partition_tools_internal.leaf_property AS (
    relid      oid,
    kind       text,
    name       text,
    definition text,
    details    jsonb
);
COMMENT ON TYPE partition_tools_internal.leaf_property IS
    'One property of a table: its kind (see leaf_kinds), its name among those of the kind, what it is in words that do not name the table, so that properties of two tables compare, and whatever else it takes to give it to another.';

-- Digests are by other kinds from here on. Jobs that are under way go on: where the earlier version's own digest says that nothing
-- has changed, it is written down until when.
ALTER TABLE partition_tools_internal.job_context DISABLE TRIGGER USER;
DO $unchanged$
BEGIN
    IF to_regprocedure('partition_tools_internal.table_fingerprint(bigint)') IS NOT NULL AND to_regprocedure('partition_tools_internal.catalog_stamp(bigint)') IS NOT NULL THEN
        UPDATE partition_tools_internal.job_context AS c SET fingerprint = 'unchanged ' || partition_tools_internal.catalog_stamp(c.job_id)
         WHERE c.definition IS NOT NULL AND c.fingerprint = partition_tools_internal.table_fingerprint(c.job_id);
    END IF;
END
$unchanged$;
ALTER TABLE partition_tools_internal.job_context ENABLE TRIGGER USER;
COMMENT ON COLUMN partition_tools_internal.job_context.definition IS
    'Digests by kind of property (see leaf_kinds) of the table and the sources: what ends a job where it changes, and what is given to the targets again.';
COMMENT ON COLUMN partition_tools_internal.job_context.fingerprint IS
    'Of an unload: digest of what the archive depends on. Of other jobs that an earlier version began: digest of the table''s definition.';

-- Routines of earlier versions that are gone, or have other parameters now.
SET LOCAL client_min_messages = warning;
DO $drop$
DECLARE
    v_routine text;
BEGIN
    FOREACH v_routine IN ARRAY ARRAY[
        'properties_united(oid[])', 'property_conflicts(oid[])', 'leaf_traits(oid)', 'leaf_constraints(oid)', 'leaf_grants(oid)', 'leaf_publications(oid)',
        'table_fingerprint(bigint)', 'job_definition(bigint)', 'archive_privileges(oid)', 'archive_indexes(oid)',
        'build_archived(partition_tools_internal.job_target)', 'build_archived_indexes(partition_tools_internal.job_target, json)', 'build_archived_owner(oid, json)',
        'build_column_options(partition_tools_internal.job_target)', 'build_defaults(oid, oid)', 'build_comments(partition_tools_internal.job_target)',
        'build_index_options(oid, oid, boolean)', 'refresh_index_options(partition_tools_internal.job_target)', 'build_owner(oid, oid)', 'grant_statements(oid, oid)',
        'grantee_name(oid)', 'build_replica_identity(oid, oid, boolean)', 'swap_replica_identity(bigint)', 'build_statistics(partition_tools_internal.job_target)',
        'build_foreign_key(oid, name, text, text)', 'build_indexes(partition_tools_internal.job_target)',
        'index_name(partition_tools_internal.job_target, oid, text)', 'indexes_wanted(partition_tools_internal.job_target)',
        'refuse_together(partition_tools_internal.job_target, oid, text)', 'job_policies(bigint)', 'swap_row_security(partition_tools_internal.job_target, json)',
        'policy_tail(oid)', 'policy_definition(oid)', 'swap_properties(bigint)', 'swap_publications(oid, oid)', 'swap_triggers(oid, oid)',
        'swap_unchecked(partition_tools_internal.job_target)', 'swap_given(bigint)', 'swap_give(bigint, json)', 'trigger_states(bigint)', 'swap_trigger_states(bigint, json)',
        'check_lacking(partition_tools_internal.job_target, text)', 'checks_unproved(partition_tools_internal.job_target)', 'stage_storage(oid, oid, text)', 'storage_of(oid)',
        'statistics_tail(oid)', 'drop_statistics(partition_tools_internal.job_target)', 'foreign_keys_wanted(bigint)', 'indexes_pending(partition_tools_internal.job_target)',
        'swap_in(bigint)', 'key_operator(oid, integer)', 'take_over(partition_tools_internal.job_target, text[])', 'stage_checks(partition_tools_internal.job_target)',
        'drop_indexes(partition_tools_internal.job_target)'] LOOP
        EXECUTE 'DROP FUNCTION IF EXISTS partition_tools_internal.' || v_routine;
    END LOOP;
END
$drop$;
SET LOCAL client_min_messages = notice;
