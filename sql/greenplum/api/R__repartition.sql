CREATE OR REPLACE FUNCTION partition_tools.repartition(
    p_table regclass,
    p_sources regclass[],
    p_bounds text[],
    p_names name[] DEFAULT NULL,
    p_tablespace text DEFAULT NULL,
    p_ddl_with_param text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_job bigint;
BEGIN
    v_job := partition_tools_internal.repartition_job(p_table, p_sources, p_bounds, p_names, p_tablespace, p_ddl_with_param);
    PERFORM partition_tools.start(v_job);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.repartition(regclass, regclass[], text[], name[], text, text) IS
'Turns some partitions of a table into others over the same range of keys: split, merge, cut anew, or move. The managers do the same by the calendar; this is for bounds of your own.

p_table: the partitioned table. p_sources: the partitions to be replaced; either adjacent ones, or the default partition alone, which is kept with the rows that belong nowhere else. p_bounds: the bounds of the new partitions in order, as the key type writes them: n + 1 values for n partitions, each inclusive as the lower and exclusive as the upper bound; MINVALUE and MAXVALUE as first and last. Sources other than the default must begin at the first and end at the last. p_names: the names of the new partitions (default: from their bounds). p_tablespace, p_ddl_with_param: as for merge_partitions.

All of it is one transaction.

Errors: PP001 for bounds that are not in order or do not fit the sources; otherwise as start.';
