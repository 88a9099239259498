CREATE OR REPLACE FUNCTION partition_tools_internal.job_keeps(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.operation = 'partition_table' AND j.action IN ('keep', 'revert', 'finish'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_keeps(bigint) IS
    'Whether a job stands for a plain table that is kept after its conversion.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_left_kept(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    IF j.operation <> 'partition_table' OR j.action <> 'keep' OR partition_tools_internal.cancel_requested(p_job_id) THEN
        RETURN false;
    END IF;
    RAISE NOTICE 'job % keeps the plain table that % was, until %', p_job_id, j.table_name, j.spec ->> 'until'
        USING HINT = format('CALL partition_tools.revert(%s) switches back to it, CALL partition_tools.finish(%1$s) drops it.', p_job_id);
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_left_kept(bigint) IS
    'Whether a job is one that start leaves alone, because somebody has to say which way it is to end.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_of(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keeper bigint;
    v_state  text;
BEGIN
    SELECT j.job_id INTO v_keeper FROM partition_tools_internal.job AS j
     WHERE j.operation = 'partition_table' AND j.action IN ('keep', 'revert', 'finish') AND (j.job_id = p_job_id OR j.spec ->> 'convert_job' = p_job_id::text);
    IF v_keeper IS NULL AND NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) THEN
        RAISE EXCEPTION 'there is no job %', coalesce(p_job_id::text, 'NULL') USING ERRCODE = 'PP051', HINT = 'partition_tools.jobs lists them.';
    END IF;
    v_state := (partition_tools_internal.job_latest(v_keeper)).state;
    IF v_keeper IS NULL OR v_state IN ('completed', 'cancelled') THEN
        RAISE EXCEPTION 'job % has no plain table that is kept', p_job_id
            USING ERRCODE = 'PP088', DETAIL = CASE WHEN v_keeper IS NULL THEN 'It is no conversion that has switched, or keep_source was 0.' ELSE format('Job %s, which kept it, is %s.', v_keeper, v_state) END,
                  HINT = 'partition_tools.jobs lists what is kept: action keep, state pending.';
    END IF;
    RETURN v_keeper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_of(bigint) IS
    'The job that keeps the plain table of a conversion, by its own number or that of the conversion. PP088 where there is none any more.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_turn(p_keeper bigint, p_action text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_keeper);
    IF coalesce(e.phase, '') = 'revert_clean_up' OR p_action = (SELECT j.action FROM partition_tools_internal.job AS j WHERE j.job_id = p_keeper) THEN
        RETURN;
    END IF;
    UPDATE partition_tools_internal.job AS j SET action = p_action, phases = NULL WHERE j.job_id = p_keeper;
    IF e.state IS NOT NULL THEN
        PERFORM partition_tools_internal.job_event_append(p_keeper, 'running', partition_tools_internal.phase_after(p_keeper, NULL));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_turn(bigint, text) IS
    'Lets the job that keeps a plain table revert the conversion, or finish it. One that has switched back already stays as it is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_old_keys(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keys json := (SELECT j.spec -> 'indexes' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND partition_tools_internal.job_keeps(j.job_id));
BEGIN
    IF v_keys IS NULL OR json_array_length(v_keys) = 0 THEN
        RETURN NULL;
    END IF;
    -- What the table accepts now and the plain one would not could never go back. So the narrower keys hold as long as that is kept.
    RETURN format($m$WHEN unique_violation THEN
                    DECLARE
                        v_constraint text;
                        v_detail text;
                    BEGIN
                        GET STACKED DIAGNOSTICS v_constraint = CONSTRAINT_NAME, v_detail = PG_EXCEPTION_DETAIL;
                        CASE v_constraint %s
                        ELSE
                            v_mirror := false;
                        END CASE;
                    END;
                $m$,
        (SELECT string_agg(format($w$
                            WHEN %1$L THEN RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = format('duplicate key value violates unique constraint "%%s"', %2$L),
                                DETAIL = v_detail, HINT = %3$L, CONSTRAINT = %2$L, TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA; $w$,
                       k ->> 'aside', k ->> 'index', format('The key as it was before the table was partitioned holds until CALL partition_tools.finish(%s).', p_job_id)), '')
           FROM json_array_elements(v_keys) AS k));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_old_keys(bigint) IS
    'While a plain table is kept: the part of the trigger function that refuses what its narrower keys refuse.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_key_column(p_job_id bigint, p_columns name[])
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- With it, rows are found in one partition instead of in all. NULL is equal to nothing, so a nullable one cannot help.
    RETURN (SELECT CASE WHEN a.attnotnull AND a.attname <> ALL (p_columns) THEN ARRAY[a.attname] ELSE '{}'::name[] END
              FROM partition_tools_internal.job AS j JOIN pg_attribute AS a ON a.attrelid = j.table_oid AND a.attname = j.spec ->> 'key_column'
             WHERE j.job_id = p_job_id AND p_columns IS NOT NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_key_column(bigint, name[]) IS
    'The partition column, to be captured beside the key of a plain table; none where it is in the key, or may be NULL.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_adopted(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.operation = 'partition_table' AND j.spec ->> 'mode' = 'adopt');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_adopted(bigint) IS
    'Whether a job adopts a plain table, or stands for the way back of one that was.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_spare(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_keeps(p_job_id) AND coalesce((partition_tools_internal.job_latest(p_job_id)).state, 'pending') NOT IN ('completed', 'cancelled') THEN
        RAISE EXCEPTION 'job % is the way back of a conversion, and is not cancelled', p_job_id
            USING ERRCODE = 'PP004', DETAIL = 'To cancel it could only mean to give the way back up.',
                  HINT = format('CALL partition_tools.revert(%s) switches back, CALL partition_tools.finish(%1$s) gives it up.', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_spare(bigint) IS
    'PP004 for a job that keeps what a table was before its conversion: nobody drops that by mistake.';
