package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How partition keys meet the calendar, on every server that the common part runs on. */
interface KeyContract {

    String KEY = "ROW(NULL, NULL, NULL, NULL, '%s', '%s', 'UTC')::partition_tools_internal.table_key";

    CommonSql sql();

    @ParameterizedTest
    @CsvSource({
        "date, , 2026-06-25 00:00:00+00, 2026-06-25", "date, , 1969-12-31 00:00:00+00, 1969-12-31", "date, , infinity, infinity",
        "timestamp, , 2026-06-25 13:00:00+00, 2026-06-25 13:00:00", "timestamp, , 2026-06-25 13:00:00.123456+00, 2026-06-25 13:00:00.123456",
        "timestamptz, , 2026-06-25 13:00:00+00, 2026-06-25 13:00:00+00", "timestamptz, , 2026-06-25 13:00:00.5+00, 2026-06-25 13:00:00.5+00",
        "int4, s, 2026-06-25 13:00:00+00, 1782392400", "int4, s, 1969-12-31 23:59:59+00, -1",
        "int8, s, 2026-06-25 13:00:00+00, 1782392400", "int8, s, 2100-01-01 00:00:00+00, 4102444800",
        "int8, ms, 2026-06-25 13:00:00.123+00, 1782392400123", "int8, ms, 1969-12-31 23:59:59.999+00, -1",
        "uuid, , 2026-06-25 13:00:00.123+00, 019efedd-a8fb-7000-8000-000000000000", "uuid, , 1970-01-01 00:00:00+00, 00000000-0000-7000-8000-000000000000"})
    default void pointsInTimeAndValuesOfAKeyAreTheSame(String type, String unit, String instant, String literal) throws SQLException {
        String key = KEY.formatted(type, unit == null ? "" : unit);
        String encode = "SELECT partition_tools_internal.key_encode_" + type + "('" + instant + "'::timestamptz, " + (unit == null ? "NULL" : "'" + unit + "'") + ")";
        String decode = "SELECT (partition_tools_internal.key_decode(" + key + ", '" + literal + "') = '" + instant + "'::timestamptz)::text";

        assertThat(sql().string(encode)).isEqualTo(literal);
        assertThat(sql().string(decode)).isEqualTo("true");
        for (SessionSettings settings : SessionSettings.values()) {
            assertThat(sql().stringsUnder(settings, encode)).as("%s", settings).containsExactly(literal);
            assertThat(sql().stringsUnder(settings, decode)).as("%s", settings).containsExactly("true");
        }
    }

    @Test
    default void aBoundThatTheTypeCannotHoldIsRefused() {
        assertThat(SqlErrors.raised("PP002", () -> encode("date", "2026-06-25 12:00+00")).getHint()).contains("a day or more");
        assertThat(SqlErrors.raised("PP002", () -> encode("int4", "2038-02-01 00:00+00")).getDetail()).contains("2038");
    }

    private String encode(String type, String instant) throws SQLException {
        return sql().string("SELECT partition_tools_internal.key_encode_" + type + "('" + instant + "', 's')");
    }

    @ParameterizedTest
    @CsvSource({
        // An upper bound behind the rows of its millisecond must not be taken for the millisecond itself.
        "019efedd-a8fb-7fff-bfff-ffffffffffff, 2026-06-25 13:00:00.124+00", "ffffffff-ffff-ffff-ffff-ffffffffffff, 10889-08-02 05:31:50.656+00",
        "019efedd-a8fb-7000-8000-000000000000, 2026-06-25 13:00:00.123+00", "019EFEDDA8FB00000000000000000000, 2026-06-25 13:00:00.123+00"})
    default void aUuidIsReadByItsFirstBits(String literal, String instant) throws SQLException {
        assertThat(sql().string("SELECT (partition_tools_internal.key_decode(" + KEY.formatted("uuid", "") + ", '" + literal + "') = '" + instant + "'::timestamptz)::text"))
                .isEqualTo("true");
    }
}
