CREATE OR REPLACE FUNCTION partition_tools_internal.sequence_findings(p_table oid)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT CASE WHEN u.used >= 0.95 THEN 'error' ELSE 'warning' END, 'sequence_near_end'::text, NULL::text,
               format('sequence %s of column %I is at %s of %s (%s percent)', u.sequence, u.attname, u.last_value, u.most, round(u.used * 100)),
               'Give the column a greater type, and the sequence a greater MAXVALUE, before it is used up; every INSERT fails then.'::text
          FROM (SELECT s.seqrelid::regclass AS sequence, a.attname, v.last_value, m.most, (v.last_value - s.seqmin)::numeric / nullif(m.most - s.seqmin, 0) AS used
                  FROM pg_depend AS d
                  JOIN pg_sequence AS s ON s.seqrelid = d.objid
                  JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                  -- NULL for who may not look, and where none was taken yet.
                 CROSS JOIN LATERAL (SELECT pg_sequence_last_value(s.seqrelid) AS last_value) AS v
                 -- The column may be too small for what the sequence gives.
                 CROSS JOIN LATERAL (SELECT least(s.seqmax::numeric, CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE s.seqmax END) AS most) AS m
                 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table AND d.deptype IN ('a', 'i')
                   AND s.seqincrement > 0 AND NOT s.seqcycle) AS u
         WHERE u.used >= 0.8 ORDER BY 4;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sequence_findings(oid) IS
    'What check_partitions finds about the sequences of a table''s identity and serial columns: those of which four fifths are used.';
