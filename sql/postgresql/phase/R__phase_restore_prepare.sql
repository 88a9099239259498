CREATE OR REPLACE FUNCTION partition_tools_internal.phase_restore_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    IF partition_tools_internal.restore_as_table(p_job_id) THEN
        PERFORM partition_tools_internal.check_publications(p_job_id);
        PERFORM partition_tools_internal.restore_table(p_job_id);
    ELSE
        PERFORM partition_tools_internal.check_restore(p_job_id);
        s := partition_tools_internal.phase_prepare(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_restore_prepare(bigint) IS
    'Phase restore_prepare: makes the staging table that a worker loads an archive into. Locks: ACCESS SHARE on the default partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_as_table(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT j.spec ->> 'as_table' IS NOT NULL FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_as_table(bigint) IS
    'Whether a job restores an archive as a table of its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_table(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_stage text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 't1'));
    v_columns text;
BEGIN
    SELECT string_agg(concat_ws(' ', quote_ident(c ->> 'name'), c ->> 'type', 'COLLATE ' || (c ->> 'collation'),
                                -- From PostgreSQL 18 on it has a name, which would be that of the staging table.
                                CASE WHEN (c ->> 'not_null')::boolean THEN format('CONSTRAINT %I NOT NULL', partition_tools_internal.short_name(
                                    j.spec ->> 'name', '_' || (c ->> 'name') || '_not_null')) END), ', ') INTO v_columns
      FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.archive AS a ON a.archive_id = (j.spec ->> 'archive_id')::bigint, json_array_elements(a.definition -> 'columns') AS c
     WHERE j.job_id = p_job_id;
    EXECUTE format('CREATE TABLE %s (%s)', v_stage, v_columns);
    INSERT INTO partition_tools_internal.job_target (job_id, ordinal, relid, schema_name, name, is_default, template)
    SELECT p_job_id, 1, v_stage::regclass, (j.spec ->> 'schema')::name, (j.spec ->> 'name')::name, false, 0
      FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_table(bigint) IS
    'Makes the staging table of an archive that is to be a table of its own, with the columns that it had.';
