CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_owner(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'owner', NULL::text, pg_get_userbyid(c.relowner)::text, '{}'::jsonb FROM pg_class AS c WHERE c.oid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_owner(oid[]) IS
    'The owner.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_owner_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('ALTER TABLE %s OWNER TO %I', p_table, w.definition) FROM unnest(p_wanted) AS w WHERE w.definition NOT IN (SELECT h.definition FROM unnest(p_has) AS h));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_owner_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'The statement that changes the owner.';
