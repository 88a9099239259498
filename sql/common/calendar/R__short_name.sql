CREATE OR REPLACE FUNCTION partition_tools_internal.short_name(p_base text, p_suffix text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_room constant int := 63;
    v_hash text;
    v_suffix text;
BEGIN
    IF octet_length(p_base || p_suffix) <= c_room THEN
        RETURN p_base || p_suffix;
    END IF;
    v_hash := '_' || substr(md5(p_base || p_suffix), 1, 8);
    v_suffix := partition_tools_internal.cut_bytes(p_suffix, c_room - octet_length(v_hash) - 4);
    RETURN partition_tools_internal.cut_bytes(p_base, c_room - octet_length(v_hash || v_suffix)) || v_hash || v_suffix;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.short_name(text, text) IS
    'Base and suffix as one identifier of at most 63 bytes; one that must be cut gets a hash of the whole, so that two long ones do not share a name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cut_bytes(p_text text, p_bytes int)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_text text := p_text;
BEGIN
    -- By characters: a name must not end within a multi-byte one.
    WHILE octet_length(v_text) > greatest(p_bytes, 0) LOOP
        v_text := left(v_text, -1);
    END LOOP;
    RETURN v_text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cut_bytes(text, int) IS 'A text cut to at most so many bytes.';
