CREATE OR REPLACE FUNCTION partition_tools.unpartition(p_table regclass, p_tablespace text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_job bigint;
BEGIN
    v_job := partition_tools_internal.unpartition_job(p_table, p_tablespace);
    PERFORM partition_tools.start(v_job);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.unpartition(regclass, text) IS
'Makes a plain table of a partitioned one, with all of its rows: by a copy, while writers wait and readers go on. It is stored like the partitioned table. What that has, the plain one has: distribution, owner, privileges, comments, defaults, sequences, constraints, indexes; views that read it are made again. Of a table that partition_table has made, unique keys are as they were before.

p_table: the partitioned table. p_tablespace: where the plain table is to lie (default: where new partitions would).

All of it is one transaction.

Errors: PP010 to PP013 for what is no table partitioned by RANGE of one column; PP085 where something stands in its way, which DETAIL lists; PP088 where rows are not unique by the key as it was; otherwise as start.';
