CREATE OR REPLACE FUNCTION partition_tools_internal.partition_name(
    p_table text, p_lower timestamptz, p_upper timestamptz, p_granularity interval, p_zone text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.partition_name_by(p_table, p_lower, p_upper, partition_tools_internal.name_pattern(p_granularity), p_zone);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_name(text, timestamptz, timestamptz, interval, text) IS
    'Name of a partition from its start in the calendar: t_2026_06_25_13, t_2026_06_25, t_2026_w26 (ISO), t_2026_06, t_2026_q2, t_2026. A range that is no cell (NULL granularity) is named by both ends.';

CREATE OR REPLACE FUNCTION partition_tools_internal.name_pattern(p_granularity interval)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_parts record;
BEGIN
    IF p_granularity IS NULL THEN
        RETURN NULL;
    END IF;
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    RETURN CASE
        WHEN v_parts.unit = 'hour' THEN '{table}_{yyyy}_{mm}_{dd}_{hh}'
        WHEN v_parts.unit = 'day' AND v_parts.count % 7 = 0 THEN '{table}_{iyyy}_w{iw}'
        WHEN v_parts.unit = 'day' THEN '{table}_{yyyy}_{mm}_{dd}'
        WHEN v_parts.count % 12 = 0 THEN '{table}_{yyyy}'
        WHEN v_parts.count = 3 THEN '{table}_{yyyy}_q{q}'
        ELSE '{table}_{yyyy}_{mm}' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.name_pattern(interval) IS
    'The pattern of names where a policy has none of its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_name_by(
    p_table text, p_lower timestamptz, p_upper timestamptz, p_pattern text, p_zone text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_from timestamp := p_lower AT TIME ZONE p_zone;
    v_to   timestamp;
    v_format text;
    v_suffix text;
BEGIN
    IF p_pattern IS NULL THEN
        v_to := p_upper AT TIME ZONE p_zone;
        v_format := CASE WHEN date_trunc('day', v_from) = v_from AND date_trunc('day', v_to) = v_to
                         THEN 'YYYY_MM_DD' ELSE 'YYYY_MM_DD_HH24MISS' END;
        RETURN partition_tools_internal.short_name(
            p_table, '_' || to_char(v_from, v_format) || '_to_' || to_char(v_to, v_format));
    END IF;
    v_suffix := replace(replace(replace(replace(replace(replace(replace(p_pattern,
        '{yyyy}', to_char(v_from, 'YYYY')), '{mm}', to_char(v_from, 'MM')), '{dd}', to_char(v_from, 'DD')), '{hh}', to_char(v_from, 'HH24')),
        '{q}', to_char(v_from, 'Q')), '{iyyy}', to_char(v_from, 'IYYY')), '{iw}', to_char(v_from, 'IW'));
    -- What is cut, where a name is too long, is that of the table.
    IF left(v_suffix, 7) = '{table}' THEN
        RETURN partition_tools_internal.short_name(p_table, replace(substr(v_suffix, 8), '{table}', p_table));
    END IF;
    RETURN partition_tools_internal.short_name('', replace(v_suffix, '{table}', p_table));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_name_by(text, timestamptz, timestamptz, text, text) IS
    'Name of a partition after a pattern with {table}, {yyyy}, {mm}, {dd}, {hh}, {q}, {iyyy} and {iw} (year and week of ISO); by both ends where the pattern is NULL.';

CREATE OR REPLACE FUNCTION partition_tools_internal.name_pattern_fault(p_pattern text, p_granularity interval)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_parts   record;
    v_unknown text := substring(replace(replace(replace(replace(replace(replace(replace(replace(p_pattern, '{table}', ''), '{yyyy}', ''), '{mm}', ''), '{dd}', ''),
                                '{hh}', ''), '{q}', ''), '{iyyy}', ''), '{iw}', '') FROM '[{][^}]*[}]?|[}]');
    v_needed  text[];
    v_enough  boolean;
BEGIN
    IF v_unknown IS NOT NULL THEN
        RETURN format('%s is no placeholder', v_unknown);
    ELSIF strpos(p_pattern, '{table}') = 0 THEN
        RETURN 'without {table} partitions of two tables would have the same names';
    END IF;
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    v_enough := strpos(p_pattern, '{yyyy}') > 0
        AND (strpos(p_pattern, '{mm}') > 0 OR (v_parts.unit = 'month' AND (v_parts.count % 12 = 0 OR v_parts.count % 3 = 0 AND strpos(p_pattern, '{q}') > 0)))
        AND (strpos(p_pattern, '{dd}') > 0 OR v_parts.unit = 'month')
        AND (strpos(p_pattern, '{hh}') > 0 OR v_parts.unit <> 'hour');
    IF NOT v_enough AND v_parts.unit = 'day' AND v_parts.count % 7 = 0 THEN
        v_enough := strpos(p_pattern, '{iyyy}') > 0 AND strpos(p_pattern, '{iw}') > 0;
    END IF;
    RETURN CASE WHEN NOT v_enough THEN format('two partitions of %s can have the same name', p_granularity) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.name_pattern_fault(text, interval) IS
    'Why a pattern of names does not tell the partitions of a granularity from each other, and those of two tables; NULL where it does. The policy reader of the command line (NamePattern) says the same; test_sql/policies.yaml holds both to it.';
