CREATE OR REPLACE FUNCTION partition_tools_internal.check_sources(p_table regclass, p_sources partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.leaf;
BEGIN
    FOREACH s IN ARRAY p_sources LOOP
        IF (SELECT c.relstorage IN ('x', 'f') FROM pg_class c WHERE c.oid = s.relid) THEN
            RAISE EXCEPTION 'partition % of % is not a plain table', s.relid::regclass, p_table
                USING ERRCODE = 'PP021', DETAIL = 'External tables are left alone.', HINT = 'Narrow the window so that it does not contain the partition.';
        END IF;
        PERFORM partition_tools_internal.check_free(p_table, s);
        IF (SELECT c.relhasoids FROM pg_class c WHERE c.oid = s.relid) THEN
            RAISE EXCEPTION 'the rows of partition % of % have OIDs', s.relid::regclass, p_table
                USING ERRCODE = 'PP021', DETAIL = 'They would get new ones.', HINT = 'ALTER TABLE ... SET WITHOUT OIDS on the partitioned table.';
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_sources(regclass, partition_tools_internal.leaf[]) IS
    'Refuses sources that cannot be replaced: PP021 for external tables, tables with OIDs, and dependent objects.';

CREATE OR REPLACE FUNCTION partition_tools_internal.exchange_refusal(p_table oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[];
BEGIN
    v_relids := p_table || coalesce(ARRAY(SELECT r.parchildrelid FROM pg_partition AS p JOIN pg_partition_rule AS r ON r.paroid = p.oid WHERE p.parrelid = p_table), '{}');
    RETURN (SELECT string_agg(DISTINCT format('ALTER TABLE %s DROP CONSTRAINT %I;', p_table::regclass, k.conname), ' ') FROM pg_constraint AS k
             WHERE k.conrelid = ANY (v_relids) AND k.contype = 'f');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.exchange_refusal(oid) IS
    'What has to be done before a partition of a table can be exchanged for a table: its foreign keys have to go; NULL where it has none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_exchange(p_table oid)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_remedy text := partition_tools_internal.exchange_refusal(p_table);
BEGIN
    IF v_remedy IS NOT NULL THEN
        RAISE EXCEPTION '% has foreign keys, with which its partitions cannot be replaced', p_table::regclass
            USING ERRCODE = 'PP021', DETAIL = 'Greenplum does not enforce them, and where a partition of such a table is exchanged, 6.24.3 goes down.', HINT = v_remedy;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_exchange(oid) IS
    'PP021 where partitions of a table cannot be exchanged for tables.';
