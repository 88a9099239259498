CREATE OR REPLACE FUNCTION partition_tools_internal.json_with(p_object json, p_more json)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT json_object_agg(e.key, e.value)
              FROM (SELECT o.key, o.value FROM json_each(p_object) AS o WHERE NOT EXISTS (SELECT FROM json_each(p_more) AS n WHERE n.key = o.key)
                    UNION ALL SELECT n.key, n.value FROM json_each(p_more) AS n) AS e);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.json_with(json, json) IS 'An object with some of its entries replaced or added, as || does where there is jsonb.';
