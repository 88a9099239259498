CREATE OR REPLACE FUNCTION partition_tools_internal.stage_checks(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT c.conname FROM partition_tools_internal.checks_unproved(p_target) AS u JOIN pg_constraint AS c ON c.conrelid = p_target.relid
           AND (c.contype = 'c' AND u.contype = 'c' AND c.conname = u.name OR c.contype = 'n' AND u.contype = 'n'
                AND (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1]) = u.attname)
        UNION
        -- What the bounds of the template imply does not hold for the rows of the other sources.
        SELECT c.conname FROM pg_constraint AS c
         WHERE c.conrelid = p_target.relid AND c.contype = 'c' AND partition_tools_internal.check_lacking(p_target, pg_get_constraintdef(c.oid))
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_target.relid::regclass, r.conname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_checks(partition_tools_internal.job_target) IS
    'Takes from a staging table the CHECK and NOT NULL constraints that existing rows are excused from, or that only some of the sources have.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_lacking(p_target partition_tools_internal.job_target, p_definition text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM unnest(partition_tools_internal.target_sources(p_target)) AS s
         WHERE NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = s AND k.contype = 'c'
                              AND regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') = regexp_replace(p_definition, ' NOT VALID$', '')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_lacking(partition_tools_internal.job_target, text) IS
    'Whether a source of a target is without a CHECK constraint of this definition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.checks_unproved(p_target partition_tools_internal.job_target)
RETURNS TABLE (contype "char", name name, attname name, definition text, comment text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- As weak as the weakest of the sources, all of which have it: its rows have never been looked at.
    RETURN QUERY
    WITH c AS (
        SELECT k.oid, k.conrelid, k.contype, k.conname, k.convalidated, pg_get_constraintdef(k.oid) AS def, a.attname,
               coalesce(a.attname, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')) AS same
          FROM pg_constraint AS k
          LEFT JOIN pg_attribute AS a ON k.contype = 'n' AND a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.conrelid = ANY (partition_tools_internal.target_sources(p_target)) AND k.contype IN ('c', 'n') AND left(k.conname, 17) <> 'partition_tools_j'
    )
    SELECT t.contype, t.conname, t.attname, u.def, obj_description(t.oid, 'pg_constraint')
      FROM c AS t
     CROSS JOIN LATERAL (SELECT o.def FROM c AS o WHERE o.contype = t.contype AND o.same = t.same AND NOT o.convalidated LIMIT 1) AS u
     WHERE t.conrelid = p_target.template
       AND (t.contype = 'n' OR NOT partition_tools_internal.check_lacking(p_target, t.def));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.checks_unproved(partition_tools_internal.job_target) IS
    'The CHECK and NOT NULL constraints of a target''s template that are not validated there or on another of its sources.';
