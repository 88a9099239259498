CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_describe(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT json_agg(json_strip_nulls(json_build_object('kind', p.kind, 'name', p.name, 'definition', p.definition, 'details', p.details))
                            ORDER BY k.ordinal, p.details -> 'number', p.name, p.definition, p.details)
              FROM partition_tools_internal.leaf_properties(ARRAY[p_relid]) AS p JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_describe(oid) IS
    'Everything that an ordinary or a partitioned table has beside rows, as a sorted list of properties.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_properties(p_relids oid[], p_kinds text[] DEFAULT NULL)
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
-- The same text in every session, so that descriptions compare. Planned once: planning takes longer than looking.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET bytea_output = 'hex' SET extra_float_digits = 1 SET quote_all_identifiers = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_kind text;
BEGIN
    FOR v_kind IN SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE p_kinds IS NULL OR k.kind = ANY (p_kinds) ORDER BY k.ordinal LOOP
        RETURN QUERY EXECUTE format('SELECT p.relid, %L::text, p.name, p.definition, coalesce(jsonb_strip_nulls(p.details), ''{}'') FROM partition_tools_internal.%I($1) AS p',
                                    v_kind, 'leaf_' || replace(v_kind, ' ', '_')) USING p_relids;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_properties(oid[], text[]) IS
    'The properties of several tables, all of them or those of some kinds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_digests(p_relids oid[], p_changed text[])
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_object_agg(k.kind, coalesce((
                   SELECT md5(string_agg(concat_ws(' ', p.relid, p.name, p.definition, d.details), E'\n' ORDER BY p.relid, p.name COLLATE "C", p.definition COLLATE "C", d.details))
                     FROM partition_tools_internal.leaf_properties(p_relids, ARRAY[k.kind]) AS p
                    -- The comment on a constraint ends no job: kind comment has it, too.
                    CROSS JOIN LATERAL (SELECT CASE k.changed WHEN 'PP041' THEN p.details - 'comment' ELSE p.details END) AS d(details)), '') ORDER BY k.ordinal)
          FROM partition_tools_internal.leaf_kinds() AS k WHERE k.changed = ANY (p_changed));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_digests(oid[], text[]) IS
    'Digests of the properties of several tables, by kind, for the kinds whose change means one of p_changed.';
