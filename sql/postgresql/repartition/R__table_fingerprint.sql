CREATE OR REPLACE FUNCTION partition_tools_internal.table_fingerprint(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET bytea_output = 'hex' SET extra_float_digits = 1 SET quote_all_identifiers = off
AS $$
DECLARE
    v_relids oid[];
    v_text   text;
BEGIN
    SELECT array_agg(r.relid ORDER BY r.relid) INTO v_relids
      FROM (SELECT j.table_oid AS relid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id
            UNION ALL
            SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id) AS r;
    -- Everything that was, or will be, copied to the targets; statistics and data do not count.
    SELECT concat_ws(E'\n',
        (SELECT string_agg(format('%s %s %s %s %s %s', a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                                  pg_get_expr(d.adbin, d.adrelid)), E'\n' ORDER BY a.attrelid, a.attnum)
           FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = ANY (v_relids) AND a.attnum > 0 AND NOT a.attisdropped),
        (SELECT string_agg(pg_get_indexdef(x.indexrelid), E'\n' ORDER BY x.indexrelid)
           FROM pg_index x WHERE x.indrelid = ANY (v_relids)),
        (SELECT string_agg(format('%s %s %s', k.conrelid, k.conname, pg_get_constraintdef(k.oid)), E'\n' ORDER BY k.conrelid, k.conname)
           FROM pg_constraint k WHERE k.conrelid = ANY (v_relids)),
        (SELECT string_agg(format('%s %s', t.tgenabled, pg_get_triggerdef(t.oid)), E'\n' ORDER BY t.oid)
           FROM pg_trigger t WHERE t.tgrelid = ANY (v_relids) AND NOT t.tgisinternal AND left(t.tgname, 17) <> 'partition_tools_j'),
        (SELECT string_agg(format('%s %s %s %s', p.polrelid, p.polname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), E'\n' ORDER BY p.oid)
           FROM pg_policy p WHERE p.polrelid = ANY (v_relids)),
        (SELECT string_agg(format('%s %s %s %s', c.oid, c.relowner, c.relacl, c.reloptions), E'\n' ORDER BY c.oid)
           FROM pg_class c WHERE c.oid = ANY (v_relids)),
        (SELECT string_agg(format('%s %s %s', b.relid, b.lower_text, b.upper_text), E'\n' ORDER BY b.relid)
           FROM partition_tools_internal.partition_bounds((SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id)) AS b))
      INTO v_text;
    RETURN md5(v_text);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_fingerprint(bigint) IS
    'Digest of the definitions of a job''s table and sources and of the partitions'' bounds.';
