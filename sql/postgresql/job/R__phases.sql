-- Every phase and every kind of job, in one place. How to add one: doc/architecture.md, Jobs.

CREATE OR REPLACE FUNCTION partition_tools_internal.phases()
RETURNS TABLE (phase text, needs text, watched boolean, worker boolean, swapped boolean)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY VALUES
        --                    needs               watched  worker  swapped
        ('prepare',          NULL,                false,   false,  false),
        ('copy',             NULL,                true,    false,  false),
        ('digest',           'whole_rows',        true,    false,  false),
        ('reconcile',        NULL,                true,    false,  false),
        ('build',            NULL,                true,    false,  false),
        ('rebuild',          'request',           true,    false,  false),
        ('prove',            'default_partition', true,    false,  false),
        ('validate_default', 'default_partition', true,    false,  false),
        ('catch_up',         NULL,                true,    false,  false),
        ('mirror',           NULL,                true,    false,  false),
        ('settle',           NULL,                true,    false,  false),
        ('foreign_keys',     'foreign_keys',      true,    false,  false),
        ('validate_keys',    'foreign_keys',      true,    false,  false),
        ('swap',             NULL,                true,    false,  false),
        ('clean_up',         NULL,                false,   false,  true),
        ('detach',           NULL,                false,   false,  false),
        ('drop',             'drop',              false,   false,  true),
        ('unload_prepare',   NULL,                false,   false,  false),
        ('upload',           'worker',            true,    true,   false),
        ('export',           'aws_s3',            true,    false,  false),
        ('unload_swap',      NULL,                true,    false,  false),
        ('restore_prepare',  NULL,                false,   false,  false),
        ('download',         'worker',            true,    true,   false),
        ('import',           'aws_s3',            true,    false,  false),
        ('restore_rename',   NULL,                true,    false,  false),
        ('migrate',          NULL,                false,   false,  false),
        ('convert_prepare',  NULL,                false,   false,  false),
        ('convert_root',     NULL,                true,    false,  false),
        ('convert_join',     NULL,                true,    false,  false),
        ('convert_keys',     'foreign_keys',      true,    false,  false),
        ('convert_swap',     NULL,                true,    false,  false),
        ('adopt_prepare',    NULL,                false,   false,  false),
        ('adopt_index',      'keys_to_build',     true,    false,  false),
        ('adopt_check',      NULL,                true,    false,  false),
        ('adopt_validate',   NULL,                true,    false,  false),
        ('adopt_swap',       NULL,                true,    false,  false),
        ('unpartition_prepare', NULL,             false,   false,  false),
        ('unpartition_swap', NULL,                true,    false,  false),
        ('revert_check',     NULL,                false,   false,  false),
        ('revert_index',     'keys_to_build',     false,   false,  false),
        ('revert_adopted',   NULL,                false,   false,  false),
        ('revert_digest',    NULL,                false,   false,  false),
        ('revert_keys',      NULL,                false,   false,  false),
        ('revert_swap',      NULL,                false,   false,  false),
        ('revert_clean_up',  NULL,                false,   false,  true),
        ('finish',           NULL,                false,   false,  false),
        -- The two ways out of any list: to begin anew, and to end.
        ('undo',             'request',           false,   false,  false),
        ('cancel',           'request',           false,   false,  false);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phases() IS
    'All phases, each of which is a function phase_... . needs: a fact of the job without which the phase is left out (job_facts); request: it comes only where another phase goes back to it. watched: before each step the sources, the capture of changes and the definition of the table are checked. worker: a program outside the database does it. swapped: the table has its new partitions already, so the job can only be finished.';

CREATE OR REPLACE FUNCTION partition_tools_internal.shared_phases()
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN '{copy, digest, build, validate_keys}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.shared_phases() IS
    'The phases that several sessions can do at once: their work is in job_task.';

CREATE OR REPLACE FUNCTION partition_tools_internal.kind_phases(p_kind text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_kind
        WHEN 'repartition'   THEN '{prepare, copy, digest, reconcile, build, rebuild, prove, validate_default, catch_up, mirror, settle, foreign_keys, validate_keys, swap, clean_up}'
        WHEN 'attach'        THEN '{prepare, build, rebuild, prove, validate_default, foreign_keys, validate_keys, swap, clean_up}'
        WHEN 'remove'        THEN '{detach, drop}'
        WHEN 'unload'        THEN '{unload_prepare, upload, export, unload_swap, drop}'
        WHEN 'restore'       THEN '{restore_prepare, download, import, build, rebuild, prove, validate_default, foreign_keys, validate_keys, swap, clean_up}'
        WHEN 'restore_table' THEN '{restore_prepare, download, import, restore_rename}'
        WHEN 'convert'       THEN '{convert_prepare, copy, digest, reconcile, convert_root, build, convert_join, rebuild, catch_up, mirror, settle, foreign_keys, validate_keys, convert_keys, convert_swap, clean_up}'
        WHEN 'adopt'         THEN '{adopt_prepare, convert_root, build, convert_join, rebuild, foreign_keys, validate_keys, convert_keys, adopt_index, adopt_check, adopt_validate, adopt_swap, clean_up}'
        WHEN 'unpartition'   THEN '{unpartition_prepare, copy, digest, reconcile, build, rebuild, catch_up, mirror, settle, foreign_keys, validate_keys, unpartition_swap, clean_up}'
        WHEN 'revert_adopted' THEN '{revert_check, revert_index, revert_adopted, revert_clean_up}'
        WHEN 'revert'        THEN '{revert_check, revert_swap, revert_clean_up}'
        WHEN 'revert_rows'   THEN '{revert_check, revert_digest, catch_up, mirror, settle, revert_keys, revert_swap, revert_clean_up}'
        WHEN 'finish'        THEN '{finish}'
        WHEN 'migrate'       THEN '{migrate}' END::text[];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.kind_phases(text) IS
    'The phases that a kind of job can have, in order. The first of them finds out which of the others the job has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_kind(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE WHEN j.operation = 'migrate' THEN 'migrate'
                        WHEN j.action IN ('drop', 'detach') THEN 'remove'
                        WHEN j.action = 'unload' THEN 'unload'
                        WHEN j.action = 'restore' AND j.spec ->> 'as_table' IS NOT NULL THEN 'restore_table'
                        WHEN j.action = 'restore' THEN 'restore'
                        WHEN j.action = 'convert' AND j.spec ->> 'mode' = 'adopt' THEN 'adopt'
                        WHEN j.action = 'convert' THEN 'convert'
                        WHEN j.action = 'unpartition' THEN 'unpartition'
                        WHEN j.action = 'revert' AND j.spec ->> 'mode' = 'adopt' THEN 'revert_adopted'
                        WHEN j.action = 'revert' AND EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id AND c.capture = 'row') THEN 'revert_rows'
                        WHEN j.action = 'revert' THEN 'revert'
                        WHEN j.action IN ('keep', 'finish') THEN 'finish'
                        WHEN json_array_length(j.spec -> 'sources') = 0 THEN 'attach'
                        ELSE 'repartition' END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_kind(bigint) IS
    'Which list of phases a job has. attach: new partitions that get no rows. revert_rows: of a table without a key, whose changes were recorded while the plain one was kept.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_facts(p_job_id bigint)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_phases constant text[] := partition_tools_internal.kind_phases(partition_tools_internal.job_kind(p_job_id));
    -- What no phase of this kind needs cannot always be asked: a plain table that is restored has no foreign keys yet, nor a partition key.
    c_needed constant text[] := ARRAY(SELECT coalesce(p.needs, '') FROM partition_tools_internal.phases() AS p WHERE p.phase = ANY (c_phases));
BEGIN
    RETURN array_remove(ARRAY[
        CASE WHEN EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id AND c.capture = 'row') THEN 'whole_rows' END,
        CASE WHEN 'default_partition' <> ALL (c_needed) THEN NULL
             WHEN partition_tools_internal.default_to_prove(p_job_id) IS NOT NULL THEN 'default_partition' END,
        CASE WHEN 'foreign_keys' <> ALL (c_needed) THEN NULL
             WHEN EXISTS (SELECT FROM partition_tools_internal.foreign_keys_wanted(p_job_id)) THEN 'foreign_keys' END,
        CASE WHEN 'keys_to_build' <> ALL (c_needed) THEN NULL
             WHEN EXISTS (SELECT FROM partition_tools_internal.adopt_keys(p_job_id) AS k WHERE k.to_build) THEN 'keys_to_build' END,
        CASE WHEN partition_tools_internal.job_writer(p_job_id) = 'aws_s3' THEN 'aws_s3' ELSE 'worker' END,
        CASE WHEN (SELECT j.action = 'drop' OR j.spec ->> 'cleanup_policy' = 'drop' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) THEN 'drop' END], NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_facts(bigint) IS
    'What decides which phases a job has, when its first phase is done: whole_rows are captured, a default_partition has to be proved to hold no row of the targets, targets get foreign_keys before the swap, a table that is adopted, or given back, lacks keys_to_build, a worker or aws_s3 moves the rows, the partition is to be dropped.';
