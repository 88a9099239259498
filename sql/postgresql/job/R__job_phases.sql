CREATE OR REPLACE FUNCTION partition_tools_internal.job_phases(p_job_id bigint)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT j.phases FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id),
                    partition_tools_internal.job_phases_needed(p_job_id, '{}'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_phases(bigint) IS
    'The phases of a job, as they are written down, or, before that, as far as they are known.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_phases_needed(p_job_id bigint, p_requested text[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_facts text[] := partition_tools_internal.job_facts(p_job_id);
BEGIN
    RETURN ARRAY(
        SELECT k.phase
          FROM unnest(partition_tools_internal.kind_phases(partition_tools_internal.job_kind(p_job_id))) WITH ORDINALITY AS k(phase, number)
          JOIN partition_tools_internal.phases() AS p ON p.phase = k.phase
         WHERE p.needs IS NULL OR p.needs = ANY (v_facts) OR p.phase = ANY (p_requested)
         ORDER BY k.number);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_phases_needed(bigint, text[]) IS
    'Those phases of its kind that a job needs as things are, and those that are requested.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_phases_write(p_job_id bigint, p_requested text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_phases text[] := partition_tools_internal.job_phases_needed(
                           p_job_id, (SELECT j.phases FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) || p_requested);
BEGIN
    UPDATE partition_tools_internal.job AS j SET phases = v_phases WHERE j.job_id = p_job_id AND j.phases IS DISTINCT FROM v_phases;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_phases_write(bigint, text) IS
    'Writes down which phases a job has: those that it needs, those that it had, and p_requested.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_number(p_job_id bigint, p_phase text)
RETURNS int
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN p_phase IS NULL OR p_phase = 'undo' THEN 0
                ELSE array_position(partition_tools_internal.kind_phases(partition_tools_internal.job_kind(p_job_id)), p_phase) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_number(bigint, text) IS
    'Where a phase stands among all that a job of its kind can have: 1 is the first, 0 stands for a job that is to begin, or to begin anew; NULL for one that is to be cancelled, or has ended.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_after(p_job_id bigint, p_phase text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_all    constant text[] := partition_tools_internal.kind_phases(partition_tools_internal.job_kind(p_job_id));
    c_number constant int := partition_tools_internal.phase_number(p_job_id, p_phase);
BEGIN
    RETURN coalesce((SELECT p.phase FROM unnest(partition_tools_internal.job_phases(p_job_id)) WITH ORDINALITY AS p(phase, n)
                      WHERE array_position(c_all, p.phase) > c_number ORDER BY p.n LIMIT 1),
                    CASE p_phase WHEN 'cancel' THEN 'cancelled' ELSE 'done' END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_after(bigint, text) IS
    'What comes in a job when a phase is done: the next one of its list; done after the last, cancelled after cancel. With NULL, the first phase.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_swapped(p_phase text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.phases() AS p WHERE p.phase = p_phase AND p.swapped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_swapped(text) IS
    'Whether a job in this phase has swapped: it can only be finished.';
