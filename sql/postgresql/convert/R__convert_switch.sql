CREATE OR REPLACE FUNCTION partition_tools_internal.convert_switch(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    PERFORM partition_tools_internal.capture_drop(p_job_id), partition_tools_internal.digest_drop(p_job_id), partition_tools_internal.execute_all(p_given -> 'keys');
    PERFORM partition_tools_internal.execute_all(p_given -> 'grants');
    EXECUTE format('ALTER TABLE %s RENAME TO %I', t.template::regclass, partition_tools_internal.stage_name(p_job_id, 's1'));
    PERFORM partition_tools_internal.rename_table(t.relid, t.schema_name, t.name);
    PERFORM partition_tools_internal.rename_table(l.relid, l.schema_name, l.name) FROM partition_tools_internal.job_target AS l WHERE l.job_id = p_job_id;
    PERFORM partition_tools_internal.sequences_hand_over(t.template, t.relid);
    -- In a schema that nobody looks into, under names that nobody else has: what bore the old ones makes room.
    PERFORM partition_tools_internal.names_rename(p_given -> 'names');
    EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', t.template::regclass);
    PERFORM partition_tools_internal.indexes_rename(t.relid, p_given -> 'indexes');
    PERFORM partition_tools_internal.identities_hand_over(t.template, t.relid, p_given -> 'names');
    PERFORM partition_tools_internal.convert_properties(p_job_id, p_given);
    PERFORM partition_tools_internal.execute_all(p_given -> 'views');
    PERFORM partition_tools_internal.keep_switch(p_job_id, t, p_given);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_switch(bigint, json) IS
    'Under the lock: the partitioned table takes the place of the plain one, which is put aside. What goes by name (functions, prepared statements, plans of other sessions) finds it there; what goes by OID is made again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.sequences_hand_over(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT q.name AS sequence, q.details ->> 'column' AS attname FROM partition_tools_internal.leaf_sequence(ARRAY[p_from]) AS q LOOP
        EXECUTE format('ALTER SEQUENCE %s OWNED BY %s.%I', r.sequence, p_to::regclass, r.attname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sequences_hand_over(oid, oid) IS
    'Sequences that columns of one table own go over to those of another; the defaults of both use them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.names_of(p_relid oid)
RETURNS TABLE (kind text, oid oid, schema_name name, name name)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT 'INDEX', c.oid, n.nspname, c.relname
          FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE x.indrelid = p_relid AND c.relname !~ '^partition_tools_j[0-9]+_a[0-9]+$'
        UNION ALL
        SELECT 'STATISTICS', x.oid, n.nspname, x.stxname FROM pg_statistic_ext AS x JOIN pg_namespace AS n ON n.oid = x.stxnamespace WHERE x.stxrelid = p_relid
        UNION ALL
        SELECT 'SEQUENCE', c.oid, n.nspname, c.relname
          FROM pg_depend AS d JOIN pg_class AS c ON c.oid = d.objid AND c.relkind = 'S' JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_relid AND d.deptype = 'i';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_of(oid) IS
    'The indexes, statistics and identity sequences of a table, whose names no other table can have meanwhile.';

CREATE OR REPLACE FUNCTION partition_tools_internal.names_aside(p_relid oid, p_prefix name)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'relid', o.oid, 'schema', o.schema_name, 'name', o.name, 'aside', format('%s_%s%s', p_prefix, lower(left(o.kind, 2)), o.n)) ORDER BY o.n), '[]')
              FROM (SELECT u.*, row_number() OVER (ORDER BY u.kind, u.oid) AS n FROM partition_tools_internal.names_of(p_relid) AS u) AS o);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_aside(oid, name) IS
    'The names of the indexes, statistics and identity sequences of a table, and others for them that are out of the way.';

CREATE OR REPLACE FUNCTION partition_tools_internal.names_rename(p_names json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT n ->> 'kind' AS kind, n ->> 'schema' AS schema_name, n ->> 'name' AS name, n ->> 'aside' AS aside FROM json_array_elements(p_names) AS n LOOP
        EXECUTE format('ALTER %s %I.%I RENAME TO %I', r.kind, r.schema_name, r.name, r.aside);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_rename(json) IS
    'Gives what names_aside lists the names that are out of the way.';

CREATE OR REPLACE FUNCTION partition_tools_internal.names_put_aside(p_relid oid, p_prefix name)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_names json := partition_tools_internal.names_aside(p_relid, p_prefix);
BEGIN
    PERFORM partition_tools_internal.names_rename(v_names);
    RETURN v_names;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_put_aside(oid, name) IS
    'Gives the indexes, statistics and identity sequences of a table names out of the way; returns the names that they had.';

CREATE OR REPLACE FUNCTION partition_tools_internal.names_take_back(p_relid oid, p_names json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    -- Only what belongs to the table: names come from the bookkeeping.
    FOR r IN
        SELECT o.kind, o.schema_name, o.name AS now, n ->> 'name' AS name
          FROM json_array_elements(p_names) AS n
          JOIN partition_tools_internal.names_of(p_relid) AS o ON o.kind = n ->> 'kind' AND o.oid = (n ->> 'relid')::oid
    LOOP
        EXECUTE format('ALTER %s %I.%I RENAME TO %I', r.kind, r.schema_name, r.now, r.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_take_back(oid, json) IS
    'Gives what names_put_aside has renamed its names again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_rename(p_relid oid, p_names json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT c.oid::regclass AS index, n ->> 'name' AS name FROM json_array_elements(p_names) AS n
               JOIN pg_index AS x ON x.indexrelid = (n ->> 'relid')::oid AND x.indrelid = p_relid JOIN pg_class AS c ON c.oid = x.indexrelid LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', r.index, r.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.indexes_rename(oid, json) IS 'Names indexes of a table; those of constraints name the constraints.';

CREATE OR REPLACE FUNCTION partition_tools_internal.identities_hand_over(p_from oid, p_to oid, p_names json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sequence regclass;
    r record;
BEGIN
    FOR r IN
        SELECT a.attname, a.attidentity, d.objid, q.*, n ->> 'schema' AS schema_name, n ->> 'name' AS name
          FROM pg_attribute AS a
          JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
          JOIN pg_sequence AS q ON q.seqrelid = d.objid
          JOIN json_array_elements(p_names) AS n ON n ->> 'kind' = 'SEQUENCE' AND (n ->> 'relid')::oid = d.objid
         WHERE a.attrelid = p_from AND a.attidentity <> '' ORDER BY a.attnum
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %I.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s)',
                       p_to::regclass, r.attname, CASE r.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, r.schema_name, r.name,
                       r.seqstart, r.seqincrement, r.seqmin, r.seqmax, r.seqcache, CASE WHEN r.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END);
        v_sequence := format('%I.%I', r.schema_name, r.name)::regclass;
        PERFORM partition_tools_internal.sequence_go_on(r.objid, v_sequence);
        PERFORM partition_tools_internal.sequence_grants(r.objid, v_sequence);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.identities_hand_over(oid, oid, json) IS
    'Identity columns of a table, given to another one: each with a sequence of the name that the old one had, which goes on where that stands.';

CREATE OR REPLACE FUNCTION partition_tools_internal.sequence_go_on(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_last   bigint;
    v_called boolean;
BEGIN
    EXECUTE format('SELECT s.last_value, s.is_called FROM %s AS s', p_from::regclass) INTO v_last, v_called;
    PERFORM setval(p_to, v_last, v_called);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sequence_go_on(oid, oid) IS
    'Lets one sequence go on where another stands, while nobody draws from that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.sequence_grants(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT DISTINCT x.grantee FROM pg_class AS c, aclexplode(c.relacl) AS x WHERE c.oid = p_to AND x.grantee <> c.relowner LOOP
        EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM %s', p_to::regclass, CASE r.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.grantee)) END);
    END LOOP;
    FOR r IN SELECT x.grantee, x.privilege_type, bool_or(x.is_grantable) AS is_grantable FROM pg_class AS c, aclexplode(c.relacl) AS x
              WHERE c.oid = p_from AND x.grantee <> c.relowner GROUP BY x.grantee, x.privilege_type LOOP
        EXECUTE format('GRANT %s ON SEQUENCE %s TO %s%s', r.privilege_type, p_to::regclass, CASE r.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.grantee)) END, CASE WHEN r.is_grantable THEN ' WITH GRANT OPTION' END);
    END LOOP;
    IF obj_description(p_from, 'pg_class') IS NOT NULL THEN
        EXECUTE format('COMMENT ON SEQUENCE %s IS %L', p_to::regclass, obj_description(p_from, 'pg_class'));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sequence_grants(oid, oid) IS 'Privileges and comment of a sequence, given to another.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_properties(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    PERFORM partition_tools_internal.execute_all(p_given -> 'properties');
    PERFORM partition_tools_internal.leaf_give(t.relid, ARRAY(
                SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_given -> 'policies') AS p), '{policy}') WHERE json_array_length(p_given -> 'policies') > 0;
    PERFORM partition_tools_internal.publications_hand_over(t.template, t.relid);
    PERFORM partition_tools_internal.convert_replica_identity(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_properties(bigint, json) IS
    'What the new table of a conversion gets only when it bears its name: constraints that rows are excused from, triggers, row security, publications, replica identity.';

CREATE OR REPLACE FUNCTION partition_tools_internal.publications_hand_over(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT p.name AS publication, p.details ->> 'clause' AS clause FROM partition_tools_internal.leaf_publication(ARRAY[p_from]) AS p LOOP
        EXECUTE format('ALTER PUBLICATION %I DROP TABLE ONLY %s', r.publication, p_from::regclass);
        EXECUTE format('ALTER PUBLICATION %I ADD TABLE %s%s', r.publication, p_to::regclass, r.clause);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.publications_hand_over(oid, oid) IS
    'Puts one table into the publications of another, with columns and filter, and takes that out.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_replica_identity(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
    v_kind "char";
    v_root_index oid;
    r record;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    SELECT c.relreplident INTO v_kind FROM pg_class AS c WHERE c.oid = t.template;
    IF v_kind = 'i' THEN
        v_root_index := (SELECT p.built FROM partition_tools_internal.convert_indexes_pending(p_job_id) AS p JOIN pg_index AS x ON x.indexrelid = p.wanted WHERE x.indisreplident);
    END IF;
    FOR r IN SELECT c.oid::regclass AS relation,
                    (SELECT i.relname FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
                      WHERE x.indrelid = c.oid AND (x.indexrelid = v_root_index OR EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = x.indexrelid AND h.inhparent = v_root_index))) AS index
               FROM pg_class AS c
              WHERE (c.oid = t.relid OR c.oid IN (SELECT l.relid FROM partition_tools_internal.job_target AS l WHERE l.job_id = p_job_id))
                AND NOT (c.relreplident = v_kind AND v_kind <> 'i') LOOP
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', r.relation,
                       CASE v_kind WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN format('USING INDEX %I', r.index) ELSE 'DEFAULT' END);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_replica_identity(bigint) IS
    'The replica identity of the plain table, given to the partitioned one and its partitions; an index is the one that was built for it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_record(p_job_id bigint, p_widened json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE partition_tools_internal.job AS j SET spec = (j.spec::jsonb || jsonb_build_object('root', partition_tools_internal.convert_root(p_job_id), 'widened', p_widened))::json WHERE j.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_record(bigint, json) IS
    'Writes down, before the switch, what a conversion makes, and which unique keys it has widened: unpartition makes them as they were.';
