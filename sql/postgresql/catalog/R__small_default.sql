CREATE OR REPLACE FUNCTION partition_tools_internal.small_default()
RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT 8388608::bigint $$;
COMMENT ON FUNCTION partition_tools_internal.small_default() IS
    'Bytes up to which a default partition is read under its lock: some ten milliseconds.';
