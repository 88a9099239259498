CREATE OR REPLACE FUNCTION partition_tools_internal.property_conflict_text(
    p_kind text, p_name text, p_definition text, p_has oid, p_lacks oid, p_target text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_kind
        WHEN 'owner' THEN format('%s belongs to %s, and %s does not', p_has::regclass, quote_ident(p_definition), p_lacks::regclass)
        WHEN 'grant' THEN format('%s has the privilege %s, and %s has not', p_has::regclass, p_definition, p_lacks::regclass)
        WHEN 'policy' THEN format('policy %I is another on %s than on %s', p_name, p_has::regclass, p_lacks::regclass)
        WHEN 'replica identity' THEN format('%s has REPLICA IDENTITY %s, and %s has not', p_has::regclass, p_definition, p_lacks::regclass)
        WHEN 'default' THEN format('%s has the default %s, and %s has not', p_has::regclass, p_definition, p_lacks::regclass)
        WHEN 'not null' THEN format('column %I of %s is NOT NULL, and that of %s is not', p_name, p_has::regclass, p_lacks::regclass)
        WHEN 'check' THEN format('CHECK %I of %s is not on %s', p_name, p_has::regclass, p_lacks::regclass)
        WHEN 'trigger' THEN format('trigger %I of %s is not so on %s', p_name, p_has::regclass, p_lacks::regclass)
        WHEN 'trigger state' THEN format('trigger %I of %s is not so on %s', p_name, p_has::regclass, p_lacks::regclass)
        ELSE format('%s %I of %s is not on %s', p_kind, p_name, p_has::regclass, p_lacks::regclass) END || format(', and both go to %s', p_target);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.property_conflict_text(text, text, text, oid, oid, text) IS
    'A conflict of two partitions in words.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_properties(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    SELECT c.*, count(*) OVER () AS total, partition_tools_internal.property_conflict_text(c.kind, c.name, c.definition, c.has, c.lacks, quote_ident(t.value ->> 'name')) AS text INTO r
      FROM partition_tools_internal.job AS j
     CROSS JOIN LATERAL json_array_elements(j.spec -> 'targets') AS t
     CROSS JOIN LATERAL partition_tools_internal.leaf_conflicts(partition_tools_internal.job_range_sources(
                            p_job_id, j.table_oid, t.value ->> 'lower', t.value ->> 'upper', (t.value ->> 'default')::boolean)) AS c
     WHERE j.job_id = p_job_id LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    ELSIF r.code = 'PP028' THEN
        RAISE EXCEPTION '%', r.text
            USING ERRCODE = 'PP028', DETAIL = format('Rows of %s need not satisfy %s; the bounds of %s do not imply it. %s such differences.', r.lacks::regclass, r.definition, r.has::regclass, r.total),
                  HINT = format('Add it to %s, too, or drop it from %s.', r.lacks::regclass, r.has::regclass);
    END IF;
    RAISE EXCEPTION '%', r.text
        USING ERRCODE = 'PP027', DETAIL = format('Partitions that become one must agree in it, lest it be lost, or bind rows that it was not meant for. %s such differences.', r.total),
              HINT = format('Give %s and %s the same, or take it away from both.', r.has::regclass, r.lacks::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_properties(bigint) IS
    'Refuses, with PP027 or PP028, sources that are to become one partition and contradict each other.';
