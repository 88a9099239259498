package org.partitiontools.policy.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyIntervalTest {

    /** The values are those of PostgreSQL 15: months, days and microseconds of {@code '...'::interval}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 month                 |   1 |   0 |            0",
        "1 mon                   |   1 |   0 |            0",
        "-3 month                |  -3 |   0 |            0",
        "5 year 1 month          |  61 |   0 |            0",
        "-1 month - 3 day        |  -1 |  -3 |            0",
        "-1 month 3 day          |  -1 |   3 |            0",
        "+1 month                |   1 |   0 |            0",
        "2 weeks                 |   0 |  14 |            0",
        "1 DAY                   |   0 |   1 |            0",
        "36 hours                |   0 |   0 | 129600000000",
        "1 day 06:00             |   0 |   1 |  21600000000",
        "-01:30:15               |   0 |   0 |  -5415000000",
        "@ 1 year 2 mons ago     | -14 |   0 |            0",
        "1 decade                | 120 |   0 |            0",
        "1 century               |1200 |   0 |            0",
        "P1M                     |   1 |   0 |            0",
        "P1Y2M3W4DT5H6M7S        |  14 |  25 |  18367000000",
        "PT1M                    |   0 |   0 |     60000000",
        "P-1Y                    | -12 |   0 |            0",
        "5 ms                    |   0 |   0 |         5000",
    })
    void readsWhatPostgresReads(String text, int months, int days, long micros) {
        assertThat(PolicyInterval.parse(text)).isEqualTo(new PolicyInterval(months, days, micros));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "5", "month", "1 monht", "1.5 month", "1 month,", "P", "PT", "P1H", "P1X", "1 month ago ago",
        "99999999999 year", "9223372036854775807 day", "99999999999999999999 day", "1 month; DROP TABLE x", "ago",
        "@", "infinity", "1 quarter",
        // PostgreSQL wants space between them.
        "1year2months", "1 day06:00", "1month-3day", "1dayago"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> PolicyInterval.parse(text)).isInstanceOf(IntervalFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1 month, 30 days, 0", "1 month, 31 days, -1", "1 day, 24 hours, 0", "1 year, 12 months, 0",
        "1 year, 360 days, 0", "1 year, 365 days, -1", "0 days, -1 month, 1", "-1 month, -30 days, 0"
    })
    void comparesAsPostgresDoes(String left, String right, int expected) {
        assertThat(Integer.signum(PolicyInterval.parse(left).compareTo(PolicyInterval.parse(right)))).isEqualTo(expected);
    }

    @Test
    void explainsWhatToWriteInstead() {
        assertThatThrownBy(() -> PolicyInterval.parse("1.5 month"))
                .isInstanceOfSatisfying(IntervalFormatException.class, e -> assertThat(e.hint()).contains("whole numbers"));
        assertThatThrownBy(() -> PolicyInterval.parse("1 quarter"))
                .isInstanceOfSatisfying(IntervalFormatException.class, e -> assertThat(e.hint()).contains("3 months"));
    }
}
