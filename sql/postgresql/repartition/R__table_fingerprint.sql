CREATE OR REPLACE FUNCTION partition_tools_internal.table_fingerprint(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET bytea_output = 'hex' SET extra_float_digits = 1 SET quote_all_identifiers = off
AS $$
DECLARE
    v_relids oid[] := partition_tools_internal.job_relids(p_job_id);
BEGIN
    -- Only what the rows of a copy were made by, or have been checked against: everything else can be given to it later.
    RETURN md5(concat_ws(E'\n',
        (SELECT string_agg(concat_ws(' ', a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull, a.attgenerated, a.attidentity,
                                     CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END), E'\n' ORDER BY a.attrelid, a.attnum)
           FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = ANY (v_relids) AND a.attnum > 0 AND NOT a.attisdropped),
        (SELECT string_agg(format('%s %s %s', k.conrelid, k.conname, pg_get_constraintdef(k.oid)), E'\n' ORDER BY k.conrelid, k.conname)
           FROM pg_constraint k WHERE k.conrelid = ANY (v_relids) AND k.contype IN ('c', 'n', 'f') AND left(k.conname, 17) <> 'partition_tools_j'),
        (SELECT string_agg(format('%s %s', c.oid, c.relpersistence), E'\n' ORDER BY c.oid) FROM pg_class c WHERE c.oid = ANY (v_relids))));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_fingerprint(bigint) IS
    'Digest of what a copy depends on in the definitions of a job''s table and sources: columns, constraints, persistence.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_relids(p_job_id bigint)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id)
           || ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_relids(bigint) IS 'The table and the sources of a job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_definition(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET bytea_output = 'hex' SET extra_float_digits = 1 SET quote_all_identifiers = off
AS $$
DECLARE
    v_relids oid[] := partition_tools_internal.job_relids(p_job_id);
BEGIN
    RETURN json_build_object(
        'owner', (SELECT md5(string_agg(c.oid || ' ' || c.relowner, E'\n' ORDER BY c.oid)) FROM pg_class c WHERE c.oid = ANY (v_relids)),
        'storage', (SELECT md5(string_agg(format('%s %s', r, partition_tools_internal.storage_of(r)), E'\n' ORDER BY r)) FROM unnest(v_relids) AS r),
        'identity', (SELECT md5(string_agg(format('%s %s %s', c.oid, c.relreplident, (SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = c.oid AND x.indisreplident)), E'\n' ORDER BY c.oid))
                       FROM pg_class c WHERE c.oid = ANY (v_relids)),
        'columns', (SELECT md5(string_agg(concat_ws(' ', a.attrelid, a.attname, a.attstattarget, a.attoptions::text, a.attstorage, a.attcompression,
                                                    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END), E'\n' ORDER BY a.attrelid, a.attnum))
                      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                     WHERE a.attrelid = ANY (v_relids) AND a.attnum > 0 AND NOT a.attisdropped),
        'comments', (SELECT md5(string_agg(concat_ws(' ', c.objoid, c.objsubid, c.description), E'\n' ORDER BY c.objoid, c.objsubid))
                       FROM pg_description c WHERE c.classoid = 'pg_class'::regclass AND c.objoid = ANY (v_relids)
                         OR c.classoid = 'pg_constraint'::regclass AND c.objoid IN (SELECT k.oid FROM pg_constraint k WHERE k.conrelid = ANY (v_relids))),
        'statistics', (SELECT md5(string_agg(concat_ws(' ', s.oid, s.stxrelid, s.stxname, s.stxowner, s.stxstattarget, pg_get_statisticsobjdef(s.oid), obj_description(s.oid, 'pg_statistic_ext')), E'\n' ORDER BY s.oid))
                         FROM pg_statistic_ext s WHERE s.stxrelid = ANY (v_relids)),
        'indexes', (SELECT md5(string_agg(concat_ws(' ', x.indexrelid, x.indisclustered, c.reloptions::text, obj_description(c.oid, 'pg_class'),
                                 (SELECT string_agg(concat_ws(' ', a.attnum, a.attstattarget), ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid),
                                 (SELECT obj_description(k.oid, 'pg_constraint') FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x'))),
                                 E'\n' ORDER BY x.indexrelid))
                      FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = ANY (v_relids)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_definition(bigint) IS
    'Digests, by kind, of what the targets of a job get before the swap and can be given again.';
