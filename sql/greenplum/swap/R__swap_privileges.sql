CREATE OR REPLACE FUNCTION partition_tools_internal.swap_grants(p_targets partition_tools_internal.leaf[])
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Taken before the templates are gone, once for each. An exchange swaps the privileges on the table, too, and not those on columns.
    RETURN (SELECT json_object_agg(w.template::text, json_build_object('granted', (SELECT p.granted FROM partition_tools_internal.leaves_privileges(ARRAY[w.template]) AS p),
                                                                       'grants', array_to_json(partition_tools_internal.leaf_grants(w.template))))
              FROM (SELECT DISTINCT t.template FROM unnest(p_targets) AS t) AS w);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_grants(partition_tools_internal.leaf[]) IS
    'The privileges that targets are to have, by their templates.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_privileges(p_targets partition_tools_internal.leaf[], p_grants json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[] := ARRAY(SELECT u.relid FROM unnest(p_targets) AS u WHERE u.relid IS NOT NULL);
    v_others partition_tools_internal.leaf[];
    t partition_tools_internal.leaf;
BEGIN
    v_others := ARRAY(SELECT u FROM unnest(p_targets) AS u JOIN partition_tools_internal.leaves_privileges(v_relids) AS p ON p.relid = u.relid
                       WHERE p.granted IS DISTINCT FROM (p_grants -> u.template::text ->> 'granted'));
    FOREACH t IN ARRAY coalesce(v_others, '{}') LOOP
        PERFORM partition_tools_internal.build_grants(t.relid, coalesce(ARRAY(SELECT json_array_elements_text(p_grants -> t.template::text -> 'grants')), '{}'));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_privileges(partition_tools_internal.leaf[], json) IS
    'Gives targets the privileges that swap_grants found, where they have others.';
