CREATE OR REPLACE FUNCTION partition_tools_internal.swap_given(p_job_id bigint, OUT detached text[], OUT attached text[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_swap     text[] := ARRAY(SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE 'swap' = ANY (k.given));
    v_attached text[] := ARRAY(SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE 'attached' = ANY (k.given));
    v_has      partition_tools_internal.leaf_property[] := ARRAY(
        SELECT p FROM partition_tools_internal.leaf_properties(ARRAY(SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id), v_swap) AS p);
    v_wanted   partition_tools_internal.leaf_property[];
    t partition_tools_internal.job_target;
    r record;
BEGIN
    detached := '{}';
    attached := '{}';
    FOR r IN SELECT * FROM partition_tools_internal.targets_wanted(p_job_id, v_swap || v_attached) LOOP
        t := r.target;
        -- Of constraints only those that excuse the existing rows: all others are there, or would have to be proved.
        v_wanted := ARRAY(SELECT w FROM unnest(r.wanted) AS w WHERE w.kind NOT IN ('check', 'not null') OR NOT (w.details ->> 'validated')::boolean);
        detached := detached || partition_tools_internal.leaf_statements(t.relid, t.relid::regclass::text, v_wanted, v_swap, ARRAY(SELECT h FROM unnest(v_has) AS h WHERE h.relid = t.relid));
        attached := attached || partition_tools_internal.leaf_statements(t.relid, format('%I.%I', t.schema_name, t.name), v_wanted, v_attached, '{}');
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_given(bigint) IS
    'The statements by which the targets get, in the transaction of the swap, what they must not have before (leaf_kinds, given), prepared before its locks: detached, when the sources have left, and attached, when the targets have come. What must not be seen apart, as privileges and row security, is not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_unchanged(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT c.definition IS NULL OR c.stamp = partition_tools_internal.catalog_stamp(p_job_id) FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_unchanged(bigint) IS
    'Under the locks of the swap: whether the definitions are still those that were looked at before them.';
