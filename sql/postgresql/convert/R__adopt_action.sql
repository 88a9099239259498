CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_action(
    p_key partition_tools_internal.table_key, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_upper   timestamptz := partition_tools_internal.adopt_upper(p_key, p_operations, p_as_of);
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_operations partition_tools_internal.operation[] := '{}';
    a partition_tools_internal.action;
    t partition_tools_internal.partition_range;
    o partition_tools_internal.operation;
BEGIN
    FOREACH o IN ARRAY p_operations LOOP
        -- What lies behind is one partition, whatever is in it.
        o.lower_bound := coalesce(o.lower_bound, '0');
        v_operations := v_operations || o;
    END LOOP;
    a := partition_tools_internal.convert_action(p_key, v_operations, p_as_of);
    a.strategy := 'adopt';
    FOREACH t IN ARRAY a.targets LOOP
        CONTINUE WHEN t.is_default OR t.upper <= v_upper;
        IF t.lower < v_upper THEN
            t.name := (partition_tools_internal.plan_target(p_key, a.targets, v_upper, t.upper, NULL)).name;
            t.lower := v_upper;
            t.lower_literal := partition_tools_internal.key_encode(p_key, v_upper);
        END IF;
        v_targets := v_targets || t;
    END LOOP;
    t := a.sources[1];
    t.name := partition_tools_internal.plan_free_name(p_key, v_targets, partition_tools_internal.short_name(p_key.table_name, '_adopted'), '-infinity', v_upper);
    t.lower := '-infinity';
    t.upper := v_upper;
    t.upper_literal := partition_tools_internal.key_encode(p_key, v_upper);
    t.planned := true;
    -- The default partition before the last: the last is the table itself.
    a.targets := v_targets || partition_tools_internal.convert_default(p_key, v_targets || t) || t;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_action(partition_tools_internal.table_key, partition_tools_internal.operation[], timestamptz) IS
    'The action that makes a plain table one partition of a new partitioned table, the last of its targets, with those that create operations declare ahead of it, and a default one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_upper(
    p_key partition_tools_internal.table_key, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Rows of now have to fit until it is a partition, however near the end of a month it is done.
    c_headroom constant interval := '1 day';
    v_newest timestamptz := greatest(p_as_of, partition_tools_internal.convert_newest(p_key));
    o partition_tools_internal.operation;
BEGIN
    -- The operation whose window now is in, else the first.
    SELECT u.* INTO o FROM unnest(p_operations) AS u
     ORDER BY (u.lower_bound IS NULL OR u.lower_bound >= '0') AND (u.upper_bound IS NULL OR u.upper_bound <= '0') DESC, u.ordinal LIMIT 1;
    RETURN partition_tools_internal.calendar_next(partition_tools_internal.calendar_floor(v_newest + least(c_headroom, o.granularity), o.granularity, p_key.zone), o.granularity, p_key.zone);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_upper(partition_tools_internal.table_key, partition_tools_internal.operation[], timestamptz) IS
    'Where the partition ends that a plain table becomes: with the cell of its newest row, or of now, and a day of room at least.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_newest(p_key partition_tools_internal.table_key)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_newest text;
BEGIN
    EXECUTE format('SELECT (SELECT %1$I FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I DESC LIMIT 1)::text', p_key.column_name, p_key.table_oid::regclass) INTO v_newest;
    IF v_newest = 'infinity' THEN
        RAISE EXCEPTION '% has rows at infinity, so that no partition could lie ahead of it', p_key.table_oid::regclass
            USING ERRCODE = 'PP087', HINT = 'Give them another time, or convert by mode copy, which puts them into the default partition.';
    END IF;
    RETURN partition_tools_internal.key_decode(p_key, nullif(v_newest, '-infinity'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_newest(partition_tools_internal.table_key) IS
    'The time of the newest row of a plain table, on the axis of its key; NULL where it has none. Reads an index on the column, or the table. PP087 for infinity.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_findings(p_table oid, p_column name)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT 'PP087', format('column %I can be NULL: a row without a value has no place in the partition that the table becomes', a.attname),
               format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL, or convert by mode copy, which puts such rows into the default partition.', p_table::regclass, a.attname)
          FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attname = p_column AND NOT a.attnotnull
           AND NOT EXISTS (SELECT FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i WHERE i.is_primary AND i.widened)
        UNION ALL
        SELECT 'PP085', format('constraint %I is NO INHERIT, and a partition cannot have such', k.conname), 'Add it without NO INHERIT, as NOT VALID, VALIDATE it, and drop this one; or convert by mode copy.'
          FROM pg_constraint AS k WHERE k.conrelid = p_table AND k.contype IN ('c', 'n') AND k.connoinherit;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_findings(oid, name) IS
    'Why a plain table cannot become a partition as it is, beside what convert_findings finds.';
