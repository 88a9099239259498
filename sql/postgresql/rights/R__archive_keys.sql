CREATE OR REPLACE FUNCTION partition_tools_internal.archive_keys(p_job partition_tools_internal.job, p_source partition_tools_internal.job_source, p_manifest json)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_prefix constant text := coalesce((SELECT nullif(btrim(s.prefix, '/'), '') || '/' FROM partition_tools.s3_server AS s WHERE s.name = p_job.spec ->> 's3_server_name'), '');
    c_path   constant text[] := (SELECT ARRAY[n.nspname, c.relname, p_source.name]::text[] FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid);
    -- As the program writes it, and as the extension aws_s3 does.
    c_folders constant text[] := ARRAY[
        c_prefix || (SELECT string_agg(partition_tools_internal.key_name(u.name), '/' ORDER BY u.n) FROM unnest(c_path) WITH ORDINALITY AS u(name, n)) || '/',
        c_prefix || (SELECT string_agg(regexp_replace(u.name, '[^A-Za-z0-9._-]', '_', 'g'), '/' ORDER BY u.n) FROM unnest(c_path) WITH ORDINALITY AS u(name, n)) || '/'];
    v_key text;
BEGIN
    FOR v_key IN SELECT f.value ->> 'key' FROM json_array_elements(CASE WHEN json_typeof(p_manifest -> 'files') = 'array' THEN p_manifest -> 'files' ELSE '[]' END) AS f
                  UNION ALL SELECT p_manifest ->> 'key' WHERE p_manifest ->> 'key' IS NOT NULL LOOP
        -- A worker reads what the manifest names, with credentials that reach every archive of the bucket.
        IF v_key LIKE '%/%' AND (v_key ~ '(^|/)[.][.]?(/|$)' OR NOT (starts_with(v_key, c_folders[1]) OR starts_with(v_key, c_folders[2]))) THEN
            RAISE EXCEPTION 'object "%" is not of an archive of job %', v_key, p_job.job_id
                USING ERRCODE = 'PP083', DETAIL = format('Those begin with "%s".', c_folders[1]),
                      HINT = 'Where the table or the prefix of the server was renamed meanwhile, unload again: partition-tools work.';
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_keys(partition_tools_internal.job, partition_tools_internal.job_source, json) IS
    'PP083 where the objects of a manifest do not lie in the folder of the partition that a job unloads.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_name(p_name text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_bytes constant bytea := convert_to(p_name, 'UTF8');
BEGIN
    RETURN (SELECT string_agg(CASE WHEN b.byte BETWEEN 48 AND 57 OR b.byte BETWEEN 65 AND 90 OR b.byte BETWEEN 97 AND 122
                                     OR b.byte IN (45, 95) OR b.byte = 46 AND b.at > 0 THEN chr(b.byte)
                                   ELSE '!' || lpad(upper(to_hex(b.byte)), 2, '0') END, '' ORDER BY b.at)
              FROM (SELECT i AS at, get_byte(c_bytes, i) AS byte FROM generate_series(0, length(c_bytes) - 1) AS i) AS b);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_name(text) IS
    'A name of the database as part of a key in S3, as the program writes it: what not all stores take is ! and two hexadecimal digits.';
