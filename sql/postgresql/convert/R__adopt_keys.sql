CREATE OR REPLACE FUNCTION partition_tools_internal.adopted_table(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Of the job that has adopted it, and of the one that stands for the way back: there it has to be a partition still, for numbers in the bookkeeping prove nothing.
    RETURN (SELECT CASE WHEN j.action = 'convert' THEN j.table_oid
                        ELSE (SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = j.table_oid AND i.inhrelid = (j.spec ->> 'source')::oid) END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.operation = 'partition_table' AND j.spec ->> 'mode' = 'adopt');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopted_table(bigint) IS
    'The table that a job makes a partition, or gives back; NULL for other jobs, and where it is no partition any more.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_keys(p_job_id bigint)
RETURNS TABLE (number bigint, was oid, was_name name, built_name name, tail text, spcname text, to_build boolean, built oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table   oid := partition_tools_internal.adopted_table(p_job_id);
    v_column  name := partition_tools_internal.key_column(partition_tools_internal.convert_root(p_job_id));
    v_narrows boolean := partition_tools_internal.job_keeps(p_job_id);
    v_known   json := (SELECT j.spec -> 'widened' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
BEGIN
    IF v_column IS NULL THEN
        v_column := (SELECT j.spec ->> 'key_column' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    END IF;
    RETURN QUERY
    WITH w AS (
        SELECT i.indexrelid, i.name, i.definition, i.tablespace FROM partition_tools_internal.convert_indexes(v_table, v_column) AS i WHERE NOT v_narrows AND i.widened
        UNION ALL
        -- The other way: what was widened, without the column. Narrower ones that stand beside need no other.
        SELECT x.indexrelid, c.relname, partition_tools_internal.key_narrowed(partition_tools_internal.index_tail(x.indexrelid), v_column),
               CASE WHEN c.reltablespace <> 0 THEN partition_tools_internal.tablespace_name(c.reltablespace)::text END
          FROM json_array_elements(v_known) AS n JOIN pg_index AS x ON x.indexrelid = (n ->> 'wide')::oid AND x.indrelid = v_table AND x.indisunique JOIN pg_class AS c ON c.oid = x.indexrelid
         WHERE v_narrows AND NOT EXISTS (SELECT FROM pg_index AS o WHERE o.indexrelid = (n ->> 'narrow')::oid AND o.indrelid = v_table)
    )
    SELECT b.n, b.indexrelid, b.name, b.built_name, b.definition, b.tablespace, coalesce(NOT x.indisvalid, true), x.indexrelid
      FROM (SELECT w.*, row_number() OVER (ORDER BY w.indexrelid) AS n, partition_tools_internal.stage_name(p_job_id, 'a' || row_number() OVER (ORDER BY w.indexrelid)) AS built_name FROM w) AS b
      LEFT JOIN (pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid) ON x.indrelid = v_table AND c.relname = b.built_name
     ORDER BY b.n;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_keys(bigint) IS
    'The unique keys of a table that is adopted which need another index, with the column by which it is partitioned, or without it on the way back; whether it is still to be built, and under which name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_narrowed(p_definition text, p_column name)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_mark constant text := '/*' || md5(p_definition) || '*/';
    v_marked text := partition_tools_internal.key_widened(p_definition, v_mark);
    v_head text := split_part(v_marked, format(', %I)', v_mark), 1);
    v_last constant text := format(', %I', p_column);
BEGIN
    -- Where key_widened would put one more column, the last has to be this one.
    IF right(v_head, length(v_last)) <> v_last THEN
        RETURN NULL;
    END IF;
    RETURN left(v_head, -length(v_last)) || ')' || substr(v_marked, length(v_head) + length(format(', %I)', v_mark)) + 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_narrowed(text, name) IS
    'The definition of a unique index or constraint without the last column of its key; NULL where that is another one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_key_statement(p_job_id bigint, p_number bigint, p_concurrently boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := partition_tools_internal.adopted_table(p_job_id);
BEGIN
    RETURN (SELECT format('CREATE UNIQUE INDEX %s%I ON %s %s%s%s', CASE WHEN p_concurrently THEN 'CONCURRENTLY ' END, k.built_name, v_table::regclass,
                          left(k.tail, length(k.tail) - coalesce(length(p.clause), 0)), ' TABLESPACE ' || quote_ident(k.spcname), p.clause)
              FROM partition_tools_internal.adopt_keys(p_job_id) AS k JOIN pg_index AS x ON x.indexrelid = k.was
             CROSS JOIN LATERAL (SELECT ' WHERE ' || pg_get_expr(x.indpred, x.indrelid) AS clause) AS p
             WHERE k.number = p_number);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_key_statement(bigint, bigint, boolean) IS
    'The statement that builds an index of adopt_keys.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_statements(p_job_id bigint)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT s.statement
          FROM partition_tools_internal.adopt_keys(p_job_id) AS k
         -- What was left by one that was interrupted stands in the way of the next.
         CROSS JOIN LATERAL (SELECT 1 AS n, format('DROP INDEX CONCURRENTLY %s', k.built::regclass) AS statement WHERE k.built IS NOT NULL
                             UNION ALL SELECT 2, partition_tools_internal.adopt_key_statement(p_job_id, k.number, true)) AS s
         WHERE k.to_build ORDER BY k.number, s.n;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_statements(bigint) IS
    'The statements that a job waits for which no procedure can execute: indexes that are built while the table is written to. Each is to be executed outside of a transaction.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_build(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Up to this size a unique index is built in about the time that a lock may be waited for.
    c_small constant bigint := 32 * 1024 * 1024;
    s partition_tools_internal.step;
    v_table oid := partition_tools_internal.adopted_table(p_job_id);
    k record;
BEGIN
    SELECT * INTO k FROM partition_tools_internal.adopt_keys(p_job_id) AS a WHERE a.to_build ORDER BY a.number LIMIT 1;
    IF NOT FOUND THEN
        RETURN s;
    ELSIF pg_relation_size(v_table) > c_small AND partition_tools_internal.setting('build_keys', 'concurrently') <> 'locked' THEN
        RAISE EXCEPTION 'job % waits for % that only you can build while % is written to', p_job_id,
                (SELECT CASE count(*) WHEN 1 THEN 'an index' ELSE 'indexes' END FROM partition_tools_internal.adopt_keys(p_job_id) AS a WHERE a.to_build), v_table::regclass
            USING ERRCODE = 'PP090', DETAIL = (SELECT string_agg(t.s || ';', E'\n' ORDER BY t.n) FROM partition_tools_internal.adopt_statements(p_job_id) WITH ORDINALITY AS t(s, n)),
                  HINT = format('Execute what DETAIL says, outside of a transaction, then CALL partition_tools.start(%s). Or SET partition_tools.build_keys = ''locked'' before that: then writers of the table wait while the job builds it.', p_job_id);
    END IF;
    IF k.built IS NOT NULL THEN
        EXECUTE format('DROP INDEX %s', k.built::regclass);
    END IF;
    PERFORM partition_tools_internal.lock_out_vacuum(ARRAY[v_table]);
    PERFORM partition_tools_internal.lock_table(v_table, 'SHARE');
    EXECUTE partition_tools_internal.adopt_key_statement(p_job_id, k.number, false);
    s.again := true;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_build(bigint) IS
    'Builds an index of adopt_keys where that takes no longer than a lock may be waited for, or the session wants it. PP090 where it would lock out writers for longer: CREATE INDEX CONCURRENTLY cannot be executed by a procedure.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partitions_adopted(p_table oid)
RETURNS oid[]
-- With its owner's rights: who plans may not read the bookkeeping.
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT j.table_oid FROM partition_tools_internal.job AS j
                  WHERE j.operation = 'partition_table' AND j.action = 'convert' AND j.spec ->> 'mode' = 'adopt'
                    AND EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = p_table AND i.inhrelid = j.table_oid)
                    AND (partition_tools_internal.job_latest(j.job_id)).state = 'completed' AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partitions_adopted(oid) IS
    'The partitions of a table that were a plain table which a conversion has adopted: operations that create partitions cut them.';
