CREATE OR REPLACE FUNCTION partition_tools_internal.stage_root(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'root'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_root(bigint) IS
    'The partitioned table that the targets of a job are partitions of until the swap: what is written to it is routed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_table(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_table(bigint) IS
    'The record of changes of a job. The trigger function that writes it has the same name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.column_list(p_columns name[], p_alias text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(concat_ws('.', p_alias, quote_ident(c.name)), ', ' ORDER BY c.n) FROM unnest(p_columns) WITH ORDINALITY AS c(name, n));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.column_list(name[], text) IS
    'Columns as SQL lists them, of p_alias where it is given.';
