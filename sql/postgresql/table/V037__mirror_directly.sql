-- Routines of earlier versions that have other parameters now.
DROP FUNCTION IF EXISTS partition_tools_internal.row_removal(bigint, text);
