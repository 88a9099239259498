CREATE OR REPLACE FUNCTION partition_tools_internal.check_generated(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table  regclass := (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_column name;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        RETURN;
    END IF;
    SELECT a.attname INTO v_column
      FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
     WHERE a.attnum > 0 AND NOT a.attisdropped
       AND (a.attrelid = v_table OR a.attrelid IN (SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id))
     GROUP BY a.attname
    HAVING min(a.attgenerated::text) <> max(a.attgenerated::text)
        OR min(pg_get_expr(d.adbin, d.adrelid)) <> max(pg_get_expr(d.adbin, d.adrelid));
    IF v_column IS NOT NULL THEN
        RAISE EXCEPTION 'column % is not generated alike in % and in the partitions of job %', quote_ident(v_column), v_table, p_job_id
            USING ERRCODE = 'PP043', DETAIL = 'Rows that move would be given other values.',
                  HINT = 'Make them alike: ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION keeps the values that are there.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_generated(bigint) IS
    'Refuses, with PP043, sources whose generated columns are not those of the table: their rows would not move as they are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_generated_values(p_job_id bigint, p_source oid, p_lower tid, p_upper tid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_values text;
    v_now    text;
    v_other  bigint;
BEGIN
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
           string_agg(format('(%s)::%s', pg_get_expr(d.adbin, d.adrelid), format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
      INTO v_values, v_now
      FROM pg_attribute AS a JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = p_source AND a.attgenerated = 's' AND NOT a.attisdropped;
    IF v_values IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('SELECT count(*) FROM ONLY %s WHERE ctid >= $1 AND ctid < $2 AND record_image_ne(ROW(%s), ROW(%s))', p_source::regclass, v_values, v_now)
       INTO v_other USING p_lower, p_upper;
    IF v_other > 0 THEN
        RAISE EXCEPTION 'generated values of % are not what their expression gives now', p_source::regclass
            USING ERRCODE = 'PP043', DETAIL = format('Among the rows in the blocks from %s to %s these are %s: %s. A function that the expression calls has changed since.', p_lower, p_upper, v_other, v_values),
                  HINT = format('UPDATE the rows to have them computed anew, or ALTER COLUMN ... DROP EXPRESSION to keep them. Then CALL partition_tools.start(%s).', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_generated_values(bigint, oid, tid, tid) IS
    'Makes sure that stored generated values of the rows in some blocks, which PostgreSQL computes anew when a row is copied, do not change by that. PP043 where they would.';
