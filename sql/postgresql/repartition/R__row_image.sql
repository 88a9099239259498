CREATE OR REPLACE FUNCTION partition_tools_internal.row_image(p_job_id bigint, p_alias text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format('ROW(%s)', string_agg(format('%s.%I', p_alias, c.name), ', ' ORDER BY c.n))
              FROM partition_tools_internal.job_context AS x, unnest(x.columns) WITH ORDINALITY AS c(name, n) WHERE x.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_image(bigint, text) IS
    'Expression for all columns that are copied of the row p_alias. record_image_eq compares such rows to the bit, whatever their types, with or without an equality.';

CREATE OR REPLACE FUNCTION partition_tools_internal.row_digest(p_job_id bigint, p_alias text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Of the types that hash, of which the partition key's is always one. It only has to find a row quickly; the image decides.
    RETURN (
        SELECT format('hash_record_extended(ROW(%s), 0::bigint)', string_agg(
                   format('%s.%I%s', p_alias, a.attname, CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' END), ', ' ORDER BY a.attnum))
          FROM partition_tools_internal.job_context AS x
          JOIN pg_attribute AS a ON a.attrelid = x.parent AND a.attname = ANY (x.columns) AND NOT a.attisdropped
         CROSS JOIN LATERAL partition_tools_internal.base_type(a.atttypid) AS b(name)
         WHERE x.job_id = p_job_id
           AND (b.name = 'varchar' OR EXISTS (
                SELECT FROM pg_opclass c JOIN pg_am m ON m.oid = c.opcmethod
                 WHERE m.amname = 'hash' AND c.opcdefault AND c.opcintype = to_regtype('pg_catalog.' || quote_ident(b.name)))));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_digest(bigint, text) IS
    'Expression for a number that equal rows have in common: staging is indexed by it while whole rows are captured.';

CREATE OR REPLACE FUNCTION partition_tools_internal.row_removal(p_job_id bigint, p_alias text, p_staging text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_column name;
    v_null   boolean;
BEGIN
    SELECT a.attname, NOT a.attnotnull INTO STRICT v_column, v_null
      FROM partition_tools_internal.job_context AS x JOIN pg_attribute AS a ON a.attrelid = x.parent
     WHERE x.job_id = p_job_id
       -- Beside a plain table it is the partitioned one that is kept.
       AND a.attname = coalesce(partition_tools_internal.key_column(x.parent), (SELECT j.spec ->> 'key_column' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id));
    -- One of several equal rows; another session may be removing its neighbour.
    RETURN format('DELETE FROM %1$s AS s USING (SELECT r.tableoid AS t, r.ctid AS c FROM %1$s AS r WHERE (r.%2$I = %3$s.%2$I%4$s)'
                  ' AND %5$s = %6$s AND record_image_eq(%7$s, %8$s) LIMIT 1 FOR UPDATE OF r SKIP LOCKED) AS d'
                  ' WHERE s.tableoid = d.t AND s.ctid = d.c',
                  p_staging, v_column, p_alias, CASE WHEN v_null THEN format(' OR r.%1$I IS NULL AND %2$s.%1$I IS NULL', v_column, p_alias) END,
                  partition_tools_internal.row_digest(p_job_id, 'r'), partition_tools_internal.row_digest(p_job_id, p_alias),
                  partition_tools_internal.row_image(p_job_id, 'r'), partition_tools_internal.row_image(p_job_id, p_alias));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_removal(bigint, text, text) IS
    'Statement that removes from p_staging, the staging root or a target, one row equal to p_alias.';
