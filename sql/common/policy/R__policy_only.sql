CREATE OR REPLACE FUNCTION partition_tools_internal.policy_only(p_policy json)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_known constant text[] := '{create,merge,move,unload,delete}';
    v_only text[];
BEGIN
    IF (p_policy ->> 'only') IS NULL THEN
        RETURN NULL;
    END IF;
    IF json_typeof(p_policy -> 'only') = 'array' THEN
        v_only := coalesce(ARRAY(SELECT trim('"' FROM e::text) FROM json_array_elements(p_policy -> 'only') AS e), '{}');
    END IF;
    IF v_only IS NULL OR v_only = '{}' OR NOT v_only <@ c_known THEN
        RAISE EXCEPTION '"only" is not an array of operations: %', p_policy -> 'only'
            USING ERRCODE = 'PP001', HINT = 'Use create, merge, move, unload and delete, for example ["create", "delete"].';
    END IF;
    RETURN v_only;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_only(json) IS
    'Which operations of a policy are wanted this time; NULL for all of them. The others count where windows contradict each other.';
