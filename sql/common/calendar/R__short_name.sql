CREATE OR REPLACE FUNCTION partition_tools_internal.short_name(p_base text, p_suffix text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_room constant int := 63;
    c_hash constant text := '_' || substr(md5(p_base), 1, 8);
    v_base text := p_base;
BEGIN
    IF octet_length(p_base || p_suffix) <= c_room THEN
        RETURN p_base || p_suffix;
    END IF;
    -- Cut by characters: a name must not end within a multi-byte one.
    WHILE octet_length(v_base || c_hash || p_suffix) > c_room LOOP
        v_base := left(v_base, -1);
    END LOOP;
    RETURN v_base || c_hash || p_suffix;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.short_name(text, text) IS
    'Base and suffix as one identifier of at most 63 bytes; a base that must be cut gets a hash of itself, so that two long tables do not share names.';
