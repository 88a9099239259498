-- Until the swap, the foreign keys of staging must do nothing to what others delete or update: that is for those of the table, and
-- the mirror follows them. PostgreSQL asks the keys in the order of their names, which has nothing to do with which is which.

CREATE OR REPLACE FUNCTION partition_tools_internal.keys_inert(p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[])
RETURNS partition_tools_internal.leaf_property[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_target.job_id AND c.capture IS NOT NULL)
       -- What an earlier version has begun becomes one key of the table.
       OR EXISTS (SELECT FROM partition_tools_internal.job_target AS t JOIN pg_constraint AS k ON k.conrelid = t.relid AND k.contype = 'f' AND NOT k.condeferred
                   WHERE t.job_id = p_target.job_id AND pg_get_constraintdef(k.oid) NOT LIKE '% NOT ENFORCED') THEN
        RETURN p_wanted;
    END IF;
    IF partition_tools_internal.keys_act(p_target.job_id) AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = p_target.relid AND t.tgname = partition_tools_internal.stage_name(p_target.job_id, 'inert')) THEN
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %s FOR EACH ROW WHEN (pg_catalog.current_setting(''partition_tools.mirror'', true) IS DISTINCT FROM %L)'
                       ' EXECUTE FUNCTION partition_tools_internal.row_stays()', partition_tools_internal.stage_name(p_target.job_id, 'inert'), p_target.relid::regclass, p_target.job_id::text);
    END IF;
    RETURN ARRAY(SELECT ROW(w.relid, w.kind, w.name, partition_tools_internal.key_deferred(w.definition), w.details)::partition_tools_internal.leaf_property FROM unnest(p_wanted) AS w);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keys_inert(partition_tools_internal.job_target, partition_tools_internal.leaf_property[]) IS
    'The foreign keys that a target gets, as they are until the swap: what others delete is looked for in the target only when they commit, when the mirror has followed; and where keys delete or update rows themselves, a trigger keeps those of the target as they are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_deferred(p_definition text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN p_definition LIKE '% NOT ENFORCED' THEN p_definition
                ELSE regexp_replace(p_definition, '( DEFERRABLE)?( INITIALLY DEFERRED)?$', ' DEFERRABLE INITIALLY DEFERRED') END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_deferred(text) IS
    'The definition of a foreign key as one that is checked at the end of the transaction.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keys_act(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- After SET DEFAULT, PostgreSQL looks whether the row has followed.
    RETURN (SELECT coalesce(bool_or(f.definition ~ ' ON (UPDATE|DELETE) (CASCADE|SET NULL)') AND NOT bool_or(f.definition ~ ' ON (UPDATE|DELETE) SET DEFAULT'), false)
              FROM partition_tools_internal.leaf_foreign_key(partition_tools_internal.job_relids(p_job_id)) AS f);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keys_act(bigint) IS
    'Whether foreign keys that the targets of a job get delete or update rows when what they refer to goes or changes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.row_stays()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_stays() IS
    'Trigger: whatever was to happen to the row does not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keys_awake(p_job_id bigint)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    RETURN partition_tools_internal.keys_guards(p_job_id) || ARRAY(
        SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I %s', k.conrelid::regclass, k.conname, CASE WHEN f.definition LIKE '% DEFERRABLE' THEN 'DEFERRABLE INITIALLY IMMEDIATE' ELSE 'NOT DEFERRABLE' END)
          FROM (SELECT w.relid, w.name, w.definition FROM partition_tools_internal.foreign_keys_wanted(p_job_id) AS w WHERE j.action <> 'convert'
                UNION ALL
                -- Its partitions follow.
                SELECT partition_tools_internal.convert_root(p_job_id), c.name, c.definition FROM partition_tools_internal.leaf_foreign_key(ARRAY[j.table_oid]) AS c WHERE j.action = 'convert') AS f
          JOIN pg_constraint AS k ON k.conrelid = f.relid AND k.conname = f.name AND k.contype = 'f' AND k.condeferred
         WHERE f.definition NOT LIKE '% INITIALLY DEFERRED' ORDER BY k.conrelid, k.conname);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keys_awake(bigint) IS
    'The statements by which the foreign keys of staging become, at the swap, what those of the table are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keys_guards(p_job_id bigint)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass) FROM pg_trigger AS t JOIN partition_tools_internal.job_target AS g ON g.relid = t.tgrelid
                  WHERE g.job_id = p_job_id AND t.tgname = partition_tools_internal.stage_name(p_job_id, 'inert') ORDER BY g.ordinal);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keys_guards(bigint) IS
    'The statements that take the triggers of keys_inert from the targets.';
