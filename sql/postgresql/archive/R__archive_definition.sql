CREATE OR REPLACE FUNCTION partition_tools_internal.archive_definition(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_build_object('format', 2, 'schema', n.nspname, 'name', c.relname,
                                 'columns', partition_tools_internal.archive_columns(p_relid), 'ddl', partition_tools_internal.archive_ddl(p_relid),
                                 'properties', partition_tools_internal.leaf_describe(p_relid))
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_definition(oid) IS
    'What a partition is like, as an archive keeps it: everything that leaf_describe finds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_properties(p_definition json)
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF json_typeof(p_definition -> 'properties') = 'array' THEN
        RETURN QUERY SELECT 0::oid, p.kind, p.name, p.definition, coalesce(p.details, '{}')
                       FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_definition -> 'properties') AS p;
    ELSE
        RETURN QUERY SELECT * FROM partition_tools_internal.archive_properties_1(p_definition::jsonb);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_properties(json) IS
    'The properties that an archived partition had, from the definition in its archive, of whatever version.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_place(p_definition json, OUT tablespace text, OUT with_param text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT max(p.details ->> 'tablespace'), 'WITH (' || string_agg(p.definition, ', ') FILTER (WHERE p.kind = 'storage') || ')' INTO tablespace, with_param
      FROM partition_tools_internal.archive_properties(p_definition) AS p;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_place(json) IS
    'Where and how an archived partition was stored: its tablespace, and a WITH clause; NULL where it had the default.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_properties_1(p_definition jsonb)
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT 0::oid, 'place', NULL::text, p_definition ->> 'tablespace', jsonb_build_object('tablespace', p_definition ->> 'tablespace')
        UNION ALL
        SELECT 0, 'storage', split_part(o, '=', 1), o, '{}' FROM jsonb_array_elements_text(CASE jsonb_typeof(p_definition -> 'options') WHEN 'array' THEN p_definition -> 'options' ELSE '[]' END) AS o
        UNION ALL
        SELECT 0, 'owner', NULL, p_definition ->> 'owner', '{}'
        UNION ALL
        SELECT 0, 'comment', 'TABLE', p_definition ->> 'comment', '{}' WHERE p_definition ->> 'comment' IS NOT NULL
        UNION ALL
        SELECT 0, CASE WHEN (i ->> 'unique')::boolean OR i ->> 'constraint' IS NOT NULL THEN 'unique index' ELSE 'index' END, i ->> 'name',
               coalesce(i ->> 'constraint', CASE WHEN (i ->> 'unique')::boolean THEN 'UNIQUE ' ELSE '' END || (i ->> 'definition')),
               jsonb_build_object('constraint', i ->> 'constraint' IS NOT NULL, 'label', 'idx',
                                  'twin', row_number() OVER (PARTITION BY i ->> 'unique', i ->> 'constraint', i ->> 'definition' ORDER BY n))
          FROM jsonb_array_elements(p_definition -> 'indexes') WITH ORDINALITY AS x(i, n)
        UNION ALL
        -- Where nobody was ever granted anything, the owner has it all.
        SELECT 0, 'grant', NULL, concat_ws(' ', g ->> 'privilege', g ->> 'column', g ->> 'grantee', g ->> 'grantable'), jsonb_strip_nulls(g)
          FROM jsonb_array_elements(CASE jsonb_typeof(p_definition -> 'privileges') WHEN 'array' THEN p_definition -> 'privileges'
                                         ELSE (SELECT jsonb_agg(jsonb_build_object('grantee', p_definition -> 'owner', 'privilege', a.privilege_type, 'grantable', false))
                                                 FROM aclexplode(acldefault('r', 10)) AS a) END) AS g;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_properties_1(jsonb) IS
    'The same for archives that were written before definitions had a format.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_archived(p_job partition_tools_internal.job)
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A role or column that is gone has nothing to be given any more; what an owner had that is gone, the present one gets.
    RETURN QUERY
        SELECT p.relid, p.kind, p.name, CASE p.kind WHEN 'grant' THEN partition_tools_internal.grant_text(d.details) ELSE p.definition END, d.details || '{"archived": true}'
          FROM partition_tools_internal.archive AS a
         CROSS JOIN LATERAL partition_tools_internal.archive_properties(a.definition) AS p
          JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind AND k.archived
         CROSS JOIN LATERAL (SELECT (SELECT o.definition FROM partition_tools_internal.archive_properties(a.definition) AS o WHERE o.kind = 'owner'), pg_get_userbyid(t.relowner)
                               FROM pg_class AS t WHERE t.oid = p_job.table_oid) AS r(owner, present)
         CROSS JOIN LATERAL (SELECT CASE WHEN p.details ->> 'grantee' = r.owner AND NOT EXISTS (SELECT FROM pg_roles AS o WHERE o.rolname = r.owner)
                                         THEN p.details || jsonb_build_object('grantee', r.present) ELSE p.details END) AS d(details)
         WHERE a.archive_id = (p_job.spec ->> 'archive_id')::bigint
           -- Indexes of the table come with it.
           AND NOT d.details ? 'of'
           AND (p.kind <> 'owner' OR EXISTS (SELECT FROM pg_roles AS o WHERE o.rolname = p.definition))
           AND (NOT d.details ? 'grantee' OR EXISTS (SELECT FROM pg_roles AS o WHERE o.rolname = d.details ->> 'grantee'))
           AND (p.kind <> 'grant' OR NOT d.details ? 'column' OR EXISTS (SELECT FROM pg_attribute AS c WHERE c.attrelid = p_job.table_oid AND c.attname = d.details ->> 'column' AND NOT c.attisdropped));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_archived(partition_tools_internal.job) IS
    'The properties that the partition is to have again that a job restores, as far as roles and columns are still there.';
