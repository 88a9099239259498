CREATE OR REPLACE FUNCTION partition_tools_internal.exchange(p_table oid, p_partition oid, p_with oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s EXCHANGE %s WITH TABLE %s WITHOUT VALIDATION',
                   p_table::regclass, partition_tools_internal.partition_reference(p_partition), p_with::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.exchange(oid, oid, oid) IS
    'Puts a table in the place of a partition, which becomes a table under the other''s name. Both keep their rows and indexes; bounds are not checked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_reference(p_partition oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By rank, which holds for partitions without a name, and for bounds of every kind.
    RETURN (SELECT CASE WHEN own.parisdefault THEN 'DEFAULT PARTITION'
                        ELSE format('PARTITION FOR (RANK(%s))', (SELECT count(*) FROM pg_partition_rule o
                                                                  WHERE o.paroid = own.paroid AND NOT o.parisdefault AND o.parruleord <= own.parruleord)) END
              FROM pg_partition_rule own WHERE own.parchildrelid = p_partition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_reference(oid) IS
    'A partition as ALTER TABLE wants it at this moment.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_quoted(p_name text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- In quotes, whatever it is: words that are names everywhere else (second, start) are none behind PARTITION.
    RETURN '"' || replace(p_name, '"', '""') || '"';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_quoted(text) IS 'The name of a partition, as ALTER TABLE and CREATE TABLE want it.';
