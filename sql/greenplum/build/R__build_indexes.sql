CREATE OR REPLACE FUNCTION partition_tools_internal.build_indexes(
    p_job partition_tools_internal.job, p_number int, p_sources partition_tools_internal.leaf[], p_target partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name name;
    r record;
BEGIN
    FOR r IN SELECT i.* FROM partition_tools_internal.indexes_wanted(p_sources, p_target) AS i LOOP
        -- The name says after which index it is built: it may get that one's name when that is free.
        v_name := partition_tools_internal.stage_name(p_job.job_id, format('%s_i%s', p_number, r.indexrelid));
        PERFORM set_config('default_tablespace', r.tablespace, true);
        IF r.constraint_def IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_target.relid::regclass, v_name, r.constraint_def);
        ELSE
            EXECUTE format('CREATE %s INDEX %I ON %s %s', CASE WHEN r.is_unique THEN 'UNIQUE' END, v_name, p_target.relid::regclass, r.definition);
            IF obj_description(r.indexrelid, 'pg_class') IS NOT NULL THEN
                EXECUTE format('COMMENT ON INDEX %I.%I IS %L', (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_target.relid),
                               v_name, obj_description(r.indexrelid, 'pg_class'));
            END IF;
        END IF;
    END LOOP;
    PERFORM set_config('default_tablespace', '', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_indexes(partition_tools_internal.job, int, partition_tools_internal.leaf[], partition_tools_internal.leaf) IS
    'Builds the indexes and index constraints of a target.';

CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_wanted(p_sources partition_tools_internal.leaf[], p_target partition_tools_internal.leaf)
RETURNS TABLE (indexrelid oid, is_unique boolean, definition text, constraint_def text, tablespace text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_seen text[] := '{}';
    v_from oid;
BEGIN
    -- A merge keeps what any of its sources had on top; the default's own indexes stay with what came from it.
    FOREACH v_from IN ARRAY p_target.template || ARRAY(
        SELECT s.relid FROM unnest(p_sources) AS s WHERE NOT s.is_default AND NOT p_target.is_default AND s.relid <> p_target.template)
    LOOP
        FOR indexrelid, is_unique, definition, constraint_def, tablespace IN
            SELECT i.* FROM partition_tools_internal.leaf_indexes(v_from, p_target.tablespace) AS i
        LOOP
            -- Of the template all, of others what is new.
            IF v_from = p_target.template OR concat_ws(' ', definition, constraint_def) <> ALL (v_seen) THEN
                v_seen := v_seen || concat_ws(' ', definition, constraint_def);
                RETURN NEXT;
            END IF;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.indexes_wanted(partition_tools_internal.leaf[], partition_tools_internal.leaf) IS
    'The indexes a target is to have, each definition once: those of its template and those that other sources have on top.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_indexes(p_relid oid, p_tablespace name)
RETURNS TABLE (indexrelid oid, is_unique boolean, definition text, constraint_def text, tablespace text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT x.indexrelid, x.indisunique,
           -- What follows the table's name: the prefix is known to the letter, so no quoted name can mislead.
           substr(pg_get_indexdef(x.indexrelid),
                  length(format('CREATE %sINDEX %I ON %I.%I ', CASE WHEN x.indisunique THEN 'UNIQUE ' END, i.relname, n.nspname, t.relname)) + 1),
           CASE WHEN k.oid IS NOT NULL THEN pg_get_constraintdef(k.oid) END,
           -- Where the table goes there go its indexes, unless they lay elsewhere before.
           CASE WHEN i.reltablespace = t.reltablespace THEN p_tablespace ELSE partition_tools_internal.tablespace_name(i.reltablespace) END::text
      FROM pg_index x
      JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_class t ON t.oid = x.indrelid
      JOIN pg_namespace n ON n.oid = t.relnamespace
      LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
     WHERE x.indisvalid AND x.indrelid = p_relid
     ORDER BY x.indexrelid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_indexes(oid, name) IS
    'The indexes of a partition, and where they are to lie when it goes to a tablespace.';
