CREATE OR REPLACE FUNCTION partition_tools_internal.unload_fingerprint(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Only what would make the archive wrong: a grant or an index more must not cost hours of reading. The file is part of
    -- it because TRUNCATE and some forms of ALTER TABLE write a new one, and row security because it hides rows from a reader.
    RETURN md5(concat_ws(E'\n', partition_tools_internal.bound_text(p_relid), pg_relation_filenode(p_relid),
        (SELECT format('%s %s', bool_or(r.name = 'ENABLE') IS TRUE, bool_or(r.name = 'FORCE') IS TRUE) FROM partition_tools_internal.leaf_row_security(ARRAY[p_relid]) AS r),
        (SELECT string_agg(concat_ws(' ', c.details ->> 'number', c.name, c.details ->> 'type', c.details ->> 'generated'), E'\n' ORDER BY (c.details ->> 'number')::int)
           FROM partition_tools_internal.leaf_column(ARRAY[p_relid]) AS c)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unload_fingerprint(oid) IS
    'Digest of a partition''s columns, bounds, row security and file.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_unchanged(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_capture constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    v_relid regclass := (SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
    v_cause text;
BEGIN
    EXECUTE format('SELECT CASE WHEN count(*) = 0 THEN ''the server has crashed, and with it what was seen'' ELSE string_agg(DISTINCT c.operation, '', '') END
                      FROM partition_tools_stage.%I AS c', c_capture) INTO v_cause;
    IF v_cause IS NULL AND partition_tools_internal.unload_fingerprint(v_relid) IS DISTINCT FROM
       (SELECT c.fingerprint FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id) THEN
        v_cause := 'its definition changed, or it was rewritten';
    END IF;
    IF v_cause IS NOT NULL THEN
        RAISE EXCEPTION 'rows of % changed while it was unloaded', v_relid
            USING ERRCODE = 'PP071', DETAIL = format('What was seen: %s. The partition is untouched, and the archive does not count.', v_cause),
                  HINT = 'partition-tools work unloads it again from the beginning. Unload partitions that nobody writes to any more.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_unchanged(bigint) IS
    'Makes sure, under the lock of the swap, that a partition still holds what was unloaded. PP071 where it may not.';
