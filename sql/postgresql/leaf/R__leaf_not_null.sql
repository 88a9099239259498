CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_not_null(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        -- Before PostgreSQL 18 it has neither a name nor a doubt.
        SELECT a.attrelid, 'not null', a.attname::text, format('%I NOT NULL', a.attname),
               jsonb_build_object('validated', coalesce(k.convalidated, true), 'constraint_name', k.conname, 'clause', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
                                  'comment', obj_description(k.oid, 'pg_constraint'))
          FROM pg_attribute AS a LEFT JOIN pg_constraint AS k ON k.conrelid = a.attrelid AND k.conrelid = ANY (p_relids) AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]
         WHERE a.attrelid = ANY (p_relids) AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_not_null(oid[]) IS
    'NOT NULL; details: validated, and the constraint where it has a name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_not_null_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.statement
          FROM unnest(p_wanted) AS w
         CROSS JOIN LATERAL (VALUES
                (1, CASE WHEN w.details ? 'constraint_name' THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', p_table, w.details ->> 'constraint_name', w.details ->> 'clause',
                                                                   CASE WHEN NOT (w.details ->> 'validated')::boolean THEN ' NOT VALID' END)
                         ELSE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', p_table, w.name) END),
                (2, 'COMMENT ON CONSTRAINT ' || quote_ident(w.details ->> 'constraint_name') || ' ON ' || p_table || ' IS ' || quote_literal(w.details ->> 'comment'))) AS s(n, statement)
         WHERE w.name NOT IN (SELECT h.name FROM unnest(p_has) AS h) AND s.statement IS NOT NULL ORDER BY w.name, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_not_null_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that make columns NOT NULL; none takes it away.';
