package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the calendar behaves on every server that the common part runs on. */
interface CalendarContract {

    /** Zones with whole, half and quarter hours, gaps at midnight and at two, and a day that never was. */
    List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Asuncion", "America/Havana",
            "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut", "Pacific/Apia", "America/St_Johns", "Africa/Cairo");

    /** From then to then the rules of these zones are the same in all releases of the time zone data since. */
    long FIRST = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
    long LAST = Instant.parse("2020-06-01T00:00:00Z").getEpochSecond();

    String CELLS = """
            SELECT extract(epoch FROM s.at)::bigint FROM (
                SELECT c.lower AS at FROM partition_tools_internal.calendar_cells(to_timestamp(?::bigint), to_timestamp(?::bigint), ?::text::interval, ?) AS c
                UNION SELECT max(c.upper) FROM partition_tools_internal.calendar_cells(to_timestamp(?::bigint), to_timestamp(?::bigint), ?::text::interval, ?) AS c
            ) AS s WHERE s.at IS NOT NULL ORDER BY 1""";

    String FLOOR = """
            SELECT extract(epoch FROM partition_tools_internal.calendar_floor(to_timestamp(t::bigint), ?::text::interval, ?))::bigint
              FROM unnest(?::text[]) WITH ORDINALITY AS u (t, n) ORDER BY n""";

    CommonSql sql();

    @ParameterizedTest
    @EnumSource
    default void cellsTileTheWindowAsJavaTimeSays(Granularity granularity) throws SQLException {
        Random random = new Random(granularity.ordinal());
        for (String zone : ZONES) {
            for (int i = 0; i < 3; i++) {
                Instant lower = Instant.ofEpochSecond(random.nextLong(FIRST, LAST));
                assertCells(granularity, zone, lower, lower.plus(granularity.about(30)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "America/Sao_Paulo, 2018-11-01T00:00:00Z", "America/Asuncion, 2017-09-28T00:00:00Z", "Europe/Berlin, 2020-03-28T00:00:00Z",
        "Europe/Berlin, 2019-10-26T00:00:00Z", "Australia/Lord_Howe, 2019-10-05T00:00:00Z", "Australia/Lord_Howe, 2019-04-06T00:00:00Z",
        "America/Havana, 2019-11-02T00:00:00Z", "America/Havana, 2019-03-09T00:00:00Z", "Asia/Beirut, 2019-03-30T00:00:00Z",
        "Pacific/Apia, 2011-12-28T00:00:00Z", "Asia/Kathmandu, 1999-12-31T00:00:00Z"})
    default void cellsTileTheDaysOnWhichClocksAreChanged(String zone, Instant start) throws SQLException {
        for (Granularity granularity : Granularity.values()) {
            assertCells(granularity, zone, start, start.plusSeconds(96 * 3600));
            assertCells(granularity, zone, start, start.plus(granularity.about(4)));
        }
    }

    private void assertCells(Granularity granularity, String zone, Instant lower, Instant end) throws SQLException {
        Instant upper = end.getEpochSecond() > LAST ? Instant.ofEpochSecond(LAST) : end;
        Object[] window = {lower.getEpochSecond(), upper.getEpochSecond(), granularity.interval(), zone};
        List<Object> twice = new ArrayList<>(List.of(window));
        twice.addAll(List.of(window));
        List<String> expected = seconds(granularity.grid(lower, upper, ZoneId.of(zone)));
        // A single point of the grid is no cell.
        assertThat(sql().strings(CELLS, twice.toArray())).as("%s of %s from %s to %s", granularity, zone, lower, upper)
                .isEqualTo(expected.size() < 2 ? List.of() : expected);
    }

    @ParameterizedTest
    @EnumSource
    default void theFloorIsTheStartOfTheCellThatContainsAnInstant(Granularity granularity) throws SQLException {
        for (String zone : ZONES) {
            List<Instant> instants = new Random(zone.hashCode()).longs(60, FIRST, LAST).mapToObj(Instant::ofEpochSecond).toList();
            List<String> expected = seconds(instants.stream().map(at -> granularity.floor(at, ZoneId.of(zone))).toList());

            assertThat(sql().strings(FLOOR, granularity.interval(), zone, seconds(instants).toArray())).as("%s", zone).isEqualTo(expected);
        }
    }

    @Test
    default void anHourThatTheClockShowsTwiceBelongsToItsCell() throws SQLException {
        Instant firstPassage = Instant.parse("2019-11-03T04:30:00Z");
        for (Granularity granularity : Granularity.values()) {
            String floor = sql().string(FLOOR, granularity.interval(), "America/Havana", seconds(List.of(firstPassage)).toArray());
            assertThat(Long.parseLong(floor)).as("%s", granularity).isLessThanOrEqualTo(firstPassage.getEpochSecond());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2020-03-29, 23", "Europe/Berlin, 2019-10-27, 25", "Europe/Berlin, 2020-06-25, 24", "Asia/Kolkata, 2020-06-25, 24",
        // Half an hour more or less makes a last cell that is short.
        "Australia/Lord_Howe, 2019-10-06, 24", "Australia/Lord_Howe, 2019-04-07, 25", "Pacific/Apia, 2011-12-29, 24"})
    default void aDayHasAsManyHoursAsTheClock(String zone, String day, int hours) throws SQLException {
        assertThat(sql().strings("""
                SELECT c.lower FROM partition_tools_internal.calendar_cells(?::text::timestamp AT TIME ZONE ?, (?::text::date + 1)::timestamp AT TIME ZONE ?, '1 hour', ?) AS c""",
                day, zone, day, zone, zone)).hasSize(hours);
    }

    @Test
    default void theDayThatApiaSkippedIsNoPartition() throws SQLException {
        assertThat(names("1 day", "2011-12-28 10:00+00", "2012-01-01 10:00+00", "Pacific/Apia"))
                .containsExactly("t_2011_12_28", "t_2011_12_29", "t_2011_12_31", "t_2012_01_01");
    }

    @ParameterizedTest
    @EnumSource
    default void nothingDependsOnTheSession(SessionSettings settings) throws SQLException {
        for (Granularity granularity : Granularity.values()) {
            String query = """
                    SELECT extract(epoch FROM c.lower)::bigint || ' ' || partition_tools_internal.partition_name('t', c.lower, c.upper, '%1$s', 'Europe/Berlin')
                      FROM partition_tools_internal.calendar_window(timestamptz '2020-03-31 12:34:56+00', '%2$s days', '-1 day', 'Europe/Berlin') AS w,
                           partition_tools_internal.calendar_cells(w.lower, w.upper, '%1$s', 'Europe/Berlin') AS c"""
                    .formatted(granularity.interval(), granularity.about(20).toDays() + 1);
            assertThat(sql().stringsUnder(settings, query)).as("%s", granularity).isEqualTo(sql().strings(query)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "2020-03-31 12:00; 1 month; 2020-02-29 12:00", "2019-03-31 12:00; 1 month; 2019-02-28 12:00", "2020-02-29 00:00; 1 year; 2019-02-28 00:00",
        "2020-02-29 00:00; 4 years; 2016-02-29 00:00", "2020-01-31 12:00; -1 month; 2020-02-29 12:00", "2020-06-15 12:00; 1 year 2 months 3 days; 2019-04-12 12:00",
        // On the wall clock: a day back from noon is noon, though only 23 hours have passed.
        "2020-03-29 12:00; 1 day; 2020-03-28 12:00"})
    default void aWindowCountsBackOnTheWallClock(String asOf, String back, String expected) throws SQLException {
        assertThat(sql().string("""
                SELECT to_char(w.upper AT TIME ZONE 'Europe/Berlin', 'YYYY-MM-DD HH24:MI')
                  FROM partition_tools_internal.calendar_window(?::text::timestamp AT TIME ZONE 'Europe/Berlin', NULL, ?::text::interval, 'Europe/Berlin') AS w""",
                asOf, back)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1 hour, 2026-06-25 11:00, t_2026_06_25_13", "6 hours, 2026-06-25 10:00, t_2026_06_25_12", "1 day, 2026-06-24 22:00, t_2026_06_25",
        "7 days, 2026-06-21 22:00, t_2026_w26", "1 month, 2026-05-31 22:00, t_2026_06", "3 months, 2026-03-31 22:00, t_2026_q2",
        "1 year, 2025-12-31 23:00, t_2026", "12 months, 2025-12-31 23:00, t_2026", "24 hours, 2026-06-24 22:00, t_2026_06_25",
        // ISO years: the week of the New Year may belong to the year before or after.
        "1 week, 2019-12-29 23:00, t_2020_w01", "1 week, 2020-12-27 23:00, t_2020_w53", "1 week, 2021-01-03 23:00, t_2021_w01",
        "1 week, 2025-12-28 23:00, t_2026_w01", "1 week, 2026-12-27 23:00, t_2026_w53", "1 week, 2027-01-03 23:00, t_2027_w01"})
    default void partitionsAreNamedByTheirStart(String granularity, String lower, String expected) throws SQLException {
        assertThat(sql().string("SELECT partition_tools_internal.partition_name('t', ?::text::timestamptz, ?::text::timestamptz + ?::text::interval, ?::text::interval, 'Europe/Berlin')",
                lower + "+00", lower + "+00", granularity, granularity)).isEqualTo(expected);
    }

    @Test
    default void aRangeThatIsNoCellIsNamedByBothEnds() throws SQLException {
        assertThat(sql().string("SELECT partition_tools_internal.partition_name('t', '2026-06-25 00:00+00', '2026-07-01 00:00+00', NULL, 'UTC')"))
                .isEqualTo("t_2026_06_25_to_2026_07_01");
        assertThat(sql().string("SELECT partition_tools_internal.partition_name('t', '2026-06-25 00:00+00', '2026-06-25 11:30+00', NULL, 'UTC')"))
                .isEqualTo("t_2026_06_25_000000_to_2026_06_25_113000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж", "表表表表表表表表表表表表表表表表表表表表表",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "Mixed \"Case\" table with a rather long name, and a comma, and so on"})
    default void longNamesAreCutWithAHash(String table) throws SQLException {
        for (String suffix : List.of("_2026_06_25_13", "", "_" + "ж".repeat(31), "_" + "x".repeat(63))) {
            String name = sql().string("SELECT partition_tools_internal.short_name(?, ?)", table, suffix);
            String other = sql().string("SELECT partition_tools_internal.short_name(?, ?)", table + "x", suffix);

            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
            assertThat(name).doesNotContain("\uFFFD").isNotEqualTo(other);
            assertThat((table + suffix).getBytes(StandardCharsets.UTF_8).length > 63 || name.equals(table + suffix)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 hours", "90 minutes", "1 month 1 day", "-1 month", "0", "1 day 1 hour", "36 hours", "1 second", "1.5 months", "-1 day", "1 month -1 day"})
    default void aGranularityThatDoesNotFitTheCalendarIsRefused(String granularity) {
        assertThatThrownBy(() -> sql().string("SELECT (partition_tools_internal.granularity_parts(?::text::interval)).count", granularity))
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP002"))
                .hasMessageContaining("Use for example 1 hour");
    }

    @Test
    default void moreThanAHundredThousandCellsAreRefused() {
        assertThatThrownBy(() -> names("1 hour", "1990-01-01 00:00+00", "2020-01-01 00:00+00", "UTC"))
                .hasMessageContaining("more than 100000 partitions").hasMessageContaining("coarser granularity");
    }

    private List<String> names(String granularity, String lower, String upper, String zone) throws SQLException {
        return sql().strings("""
                SELECT partition_tools_internal.partition_name('t', c.lower, c.upper, ?::text::interval, ?)
                  FROM partition_tools_internal.calendar_cells(?::text::timestamptz, ?::text::timestamptz, ?::text::interval, ?) AS c""",
                granularity, zone, lower, upper, granularity, zone);
    }

    private static List<String> seconds(List<Instant> instants) {
        return instants.stream().map(at -> Long.toString(at.getEpochSecond())).toList();
    }
}
