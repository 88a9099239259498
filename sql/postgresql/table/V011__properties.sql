-- What a job has to know to notice, and to take over, what is changed on its table while it works.

ALTER TABLE partition_tools_internal.job_context ADD COLUMN definition json;
COMMENT ON COLUMN partition_tools_internal.job_context.definition IS
    'Digests of what the targets were given, by kind; the swap gives them again what has changed since.';
ALTER TABLE partition_tools_internal.job_context ADD COLUMN stamp text;
COMMENT ON COLUMN partition_tools_internal.job_context.stamp IS
    'The versions of the catalogue rows of the table and the sources when they were last looked at.';
ALTER TABLE partition_tools_internal.job_incoming_key ADD COLUMN triggers json;
COMMENT ON COLUMN partition_tools_internal.job_incoming_key.triggers IS
    'Triggers of the key that were not simply enabled: the table, the function, and the state.';

-- Routines of earlier versions that are gone, or have other parameters now.
SET LOCAL client_min_messages = warning;
DROP FUNCTION IF EXISTS partition_tools_internal.build_column_options(oid, oid);
DROP FUNCTION IF EXISTS partition_tools_internal.build_row_security(oid, oid);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_row_security(oid, oid);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_unchecked(oid, oid);
SET LOCAL client_min_messages = notice;
