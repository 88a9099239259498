CREATE OR REPLACE FUNCTION partition_tools.check_config(p_table regclass, p_operations json)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_key partition_tools_internal.table_key;
    v_ops partition_tools_internal.operation[];
BEGIN
    PERFORM partition_tools_internal.partition_by_check(p_table, partition_tools_internal.policy_document(p_operations));
    IF partition_tools_internal.table_to_convert(p_table, partition_tools_internal.policy_document(p_operations)) THEN
        v_key := partition_tools_internal.convert_key(p_table, (p_operations ->> 'partition_by')::name, partition_tools_internal.policy_document(p_operations));
    ELSE
        v_key := partition_tools_internal.table_key(p_table, p_operations);
    END IF;
    v_ops := coalesce(ARRAY(SELECT o FROM partition_tools_internal.policy_operations(p_operations) AS o), '{}');
    IF v_ops = '{}' THEN
        RAISE EXCEPTION 'the policy of % has no operation', p_table
            USING ERRCODE = 'PP003', DETAIL = 'no_create: nothing would ever be done.',
                  HINT = 'Add an operation, create_partitions for example, or the short form.';
    END IF;
    PERFORM partition_tools_internal.policy_enforce(p_table::text, v_ops);
    PERFORM partition_tools_internal.policy_zone(partition_tools_internal.policy_document(p_operations));
    PERFORM partition_tools_internal.policy_places(v_ops);
END
$$;
COMMENT ON FUNCTION partition_tools.check_config(regclass, json) IS
'Checks that a policy can work on a table, without looking at its partitions, and raises an error where it cannot.

p_table: the partitioned table. p_operations: the policy, a JSON array of operations or an object with timezone and operations.

Errors: PP001 for an unknown key, a missing key or a wrong type; PP002 for a granularity that does not fit the calendar or the key; PP003 for a contradiction: no operation at all, a delete window that overlaps any other, delete together with unload, a move that overlaps an unload or a delete, overlapping merges, a create with a limit together with a merge, an empty window; PP023 for a tablespace that does not exist; PP070 for an S3 server that is not known, PP030 for one whose writer this engine does not have; PP01x for a table that is not partitioned by range of one supported column.';

CREATE OR REPLACE FUNCTION partition_tools_internal.policy_places(p_operations partition_tools_internal.operation[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.operation;
BEGIN
    FOREACH o IN ARRAY p_operations LOOP
        IF o.tablespace IS NOT NULL AND NOT EXISTS (SELECT FROM pg_tablespace AS t WHERE t.spcname = o.tablespace) THEN
            RAISE EXCEPTION 'operation % (%): there is no tablespace %', o.ordinal, o.operation, quote_ident(o.tablespace)
                USING ERRCODE = 'PP023', HINT = 'Create it with CREATE TABLESPACE, or correct table_space in the policy.';
        ELSIF o.operation = 'unload_to_s3_partitions' THEN
            PERFORM partition_tools_internal.s3_server_check(coalesce(o.s3_server_name, 'default'), o.s3_bucket);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_places(partition_tools_internal.operation[]) IS
    'Where a policy puts partitions must exist: PP023 for a tablespace, PP070 and PP030 for an S3 server.';
