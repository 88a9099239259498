CREATE OR REPLACE FUNCTION partition_tools_internal.setting(p_name text, p_default text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('partition_tools.' || p_name), ''), p_default);
EXCEPTION WHEN undefined_object THEN
    RETURN p_default;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.setting(text, text) IS
    'The value of the session setting partition_tools.<name>, or the default where nobody has set it. Set them with SET, ALTER ROLE or ALTER DATABASE.';
