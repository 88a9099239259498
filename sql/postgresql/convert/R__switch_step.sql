CREATE OR REPLACE FUNCTION partition_tools_internal.switch_step(p_job_id bigint, p_switch text)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at    json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_stamp text := partition_tools_internal.catalog_stamp(p_job_id);
    v_given json;
    v_since timestamptz;
BEGIN
    CASE p_switch
        WHEN 'convert'      THEN s := partition_tools_internal.convert_ready(p_job_id);
        WHEN 'adopt'        THEN s := partition_tools_internal.adopt_ready(p_job_id);
        WHEN 'unpartition'  THEN s := partition_tools_internal.unpartition_ready(p_job_id);
        WHEN 'revert'       THEN s := partition_tools_internal.revert_ready(p_job_id);
        WHEN 'adopt_revert' THEN s := partition_tools_internal.adopt_revert_ready(p_job_id);
    END CASE;
    IF s.back_to IS NOT NULL THEN
        RETURN s;
    ELSIF s.again THEN
        s.position := coalesce(s.position, v_at);
        RETURN s;
    END IF;
    BEGIN
        v_given := CASE p_switch
            WHEN 'convert'      THEN partition_tools_internal.convert_begin(p_job_id)
            WHEN 'adopt'        THEN partition_tools_internal.adopt_begin(p_job_id)
            WHEN 'unpartition'  THEN partition_tools_internal.unpartition_begin(p_job_id)
            WHEN 'revert'       THEN partition_tools_internal.revert_given(p_job_id)
            WHEN 'adopt_revert' THEN partition_tools_internal.adopt_revert_given(p_job_id) END;
        v_since := partition_tools_internal.switch_lock(partition_tools_internal.switch_relids(p_job_id), partition_tools_internal.switch_referenced(p_job_id, p_switch));
        CASE p_switch
            WHEN 'revert'       THEN s := partition_tools_internal.revert_holds(p_job_id, v_given, v_stamp);
            WHEN 'adopt_revert' THEN s := partition_tools_internal.adopt_revert_holds(p_job_id, v_given);
            ELSE                     s := partition_tools_internal.swap_holds(p_job_id);
        END CASE;
        IF s.back_to IS NULL AND s.again IS NOT TRUE THEN
            CASE p_switch
                WHEN 'convert'      THEN PERFORM partition_tools_internal.convert_switch(p_job_id, v_given);
                WHEN 'adopt'        THEN PERFORM partition_tools_internal.adopt_switch(p_job_id, v_given);
                WHEN 'unpartition'  THEN PERFORM partition_tools_internal.unpartition_switch(p_job_id, v_given);
                WHEN 'revert'       THEN PERFORM partition_tools_internal.revert_switch(p_job_id, v_given);
                WHEN 'adopt_revert' THEN PERFORM partition_tools_internal.adopt_revert_switch(p_job_id, v_given);
            END CASE;
            s.position := partition_tools_internal.locked_position(v_since);
            RETURN s;
        END IF;
        -- Changed while we waited for the lock: what was prepared goes with it.
        RAISE EXCEPTION 'the switch has to wait' USING ERRCODE = 'PP093';
    EXCEPTION WHEN SQLSTATE 'PP093' THEN
        RETURN s;
    END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.switch_step(bigint, text) IS
    'The step in which one table takes the place of another, in any of the ways there are. What can be done before the locks is (ready, begin); under them it is looked whether it still holds, and switched. Where it does not hold, the locks are let go, and nothing is left of what was prepared.';

CREATE OR REPLACE FUNCTION partition_tools_internal.switch_relids(p_job_id bigint)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := CASE WHEN partition_tools_internal.job_keeps(p_job_id) THEN partition_tools_internal.convert_root(p_job_id)
                        ELSE (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) END;
BEGIN
    RETURN v_table || ARRAY(SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = v_table ORDER BY i.inhrelid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.switch_relids(bigint) IS
    'The table that another one is to take the place of, before its partitions, if it has some.';

CREATE OR REPLACE FUNCTION partition_tools_internal.switch_referenced(p_job_id bigint, p_switch text)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What is kept in step by its key keeps its foreign keys.
    IF p_switch IN ('convert', 'unpartition')
       AND EXISTS (SELECT FROM partition_tools_internal.job_context AS c JOIN partition_tools_internal.job AS j ON j.job_id = c.job_id
                    WHERE c.job_id = p_job_id AND c.capture = 'key' AND (j.spec ->> 'keep_source')::interval <> '0') THEN
        RETURN '{}';
    END IF;
    RETURN partition_tools_internal.referenced_tables(partition_tools_internal.switch_relids(p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.switch_referenced(bigint, text) IS
    'What the foreign keys refer to that a switch takes from a table or gives to one, as far as it can be locked first.';

DROP FUNCTION IF EXISTS partition_tools_internal.switch_lock(oid[]);
CREATE OR REPLACE FUNCTION partition_tools_internal.switch_lock(p_relids oid[], p_referenced oid[])
RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_until timestamptz;
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(p_relids), partition_tools_internal.locks_until_commit();
    v_until := partition_tools_internal.lock_deadline();
    PERFORM partition_tools_internal.lock_views(p_relids[1]);
    IF p_referenced = '{}' THEN
        PERFORM partition_tools_internal.lock_tables_until(p_relids, v_until);
    ELSE
        PERFORM partition_tools_internal.lock_together(p_relids[1], p_relids, 'ACCESS EXCLUSIVE', p_referenced);
    END IF;
    RETURN clock_timestamp();
END
$$;
COMMENT ON FUNCTION partition_tools_internal.switch_lock(oid[], oid[]) IS
    'Takes the locks of a switch, together within lock_timeout: the views that read the first of some tables, all of these, and p_referenced, what foreign keys refer to. Returns since when they are held.';
