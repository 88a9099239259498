-- Routines of earlier versions that are gone, or have other parameters now.
DROP FUNCTION IF EXISTS partition_tools_internal.swap_out(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_in(bigint, text[], text[]);
