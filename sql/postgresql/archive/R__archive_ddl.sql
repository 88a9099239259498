CREATE OR REPLACE FUNCTION partition_tools_internal.archive_ddl(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name  text := (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_relid);
    v_all   partition_tools_internal.leaf_property[] := ARRAY(
        SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_relid], '{column,default,not null,check,unique index,index}') AS p);
    v_parts text[];
BEGIN
    v_parts := ARRAY(
        SELECT concat_ws(' ', c.definition, 'DEFAULT ' || (d.details ->> 'expression'), CASE WHEN n.name IS NOT NULL THEN 'NOT NULL' END)
          FROM unnest(v_all) AS c LEFT JOIN unnest(v_all) AS d ON d.kind = 'default' AND d.name = c.name LEFT JOIN unnest(v_all) AS n ON n.kind = 'not null' AND n.name = c.name
         WHERE c.kind = 'column' ORDER BY (c.details ->> 'number')::int);
    v_parts := v_parts || ARRAY(
        SELECT format('CONSTRAINT %I %s%s', k.name, k.definition, CASE WHEN k.details ->> 'validated' = 'false' AND k.definition NOT LIKE '% NOT ENFORCED' THEN ' NOT VALID' END)
          FROM unnest(v_all) AS k
         WHERE k.kind = 'check' OR k.kind = 'unique index' AND k.details ->> 'constraint' = 'true' ORDER BY k.kind, k.name);
    RETURN format(E'CREATE TABLE %s (\n    %s\n);', v_name, array_to_string(v_parts, E',\n    '))
        || coalesce((SELECT string_agg(format(E'\n%s;', s), '' ORDER BY s)
                       FROM unnest(partition_tools_internal.leaf_statements(p_relid, v_name, ARRAY(
                            SELECT x FROM unnest(v_all) AS x WHERE x.kind IN ('unique index', 'index') AND x.details ->> 'constraint' = 'false'), '{unique index,index}', '{}')) AS s
                      WHERE s LIKE 'CREATE %'), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_ddl(oid) IS
    'Statements that make a table like a partition by hand: columns, checks, keys, indexes. For people; restore does not need it.';
