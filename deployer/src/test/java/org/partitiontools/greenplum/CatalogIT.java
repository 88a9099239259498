package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** What the catalogue says is understood: bounds of every kind, partitions with and without names, a default one or none. */
@GreenplumDatabase
class CatalogIT {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            date                  | START ('2026-01-01') INCLUSIVE END ('2026-02-01') EXCLUSIVE             | 2026-01-01             | 2026-02-01
            date                  | START ('2025-12-31') EXCLUSIVE END ('2026-01-31') INCLUSIVE             | 2026-01-01             | 2026-02-01
            timestamp             | START ('2026-01-01') END ('2026-01-31 23:59:59.999999') INCLUSIVE       | 2026-01-01 00:00:00    | 2026-02-01 00:00:00
            timestamptz           | START ('2026-01-01 00:00+00') EXCLUSIVE END ('2026-02-01 02:00+02')     | 2026-01-01 00:00:00.000001+00 | 2026-02-01 00:00:00+00
            bigint                | START (1767225600) END (1769903999) INCLUSIVE                           | 1767225600             | 1769904000
            int                   | START (-10) EXCLUSIVE END (1769904000)                                  | -9                     | 1769904000
            """)
    void boundsAreInclusiveBelowAndExclusiveAbove(String type, String bounds, String lower, String upper, TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (id int, at " + type + ") DISTRIBUTED BY (id) PARTITION BY RANGE (at) (" + bounds + ")");

        assertThat(database.queryForString("SELECT lower_bound || ' | ' || upper_bound FROM partition_tools.partitions WHERE table_name = 't'"))
                .isEqualTo(lower + " | " + upper);
        assertThat(database.queryForString("SELECT lower_text || ' | ' || upper_text FROM partition_tools_internal.partition_bounds('t'::regclass)"))
                .isEqualTo(lower + " | " + upper);
    }

    @Test
    void boundsDoNotDependOnTheSession(TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (id int, at timestamptz) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                + " (START ('2026-01-01 00:00+00') END ('2026-02-01 00:00+00'), DEFAULT PARTITION rest)");

        assertThat(database.queryForString("SELECT string_agg(coalesce(p.lower_bound, 'none'), ', ' ORDER BY p.is_default) FROM partition_tools.partitions AS p,"
                + " (SELECT set_config('timezone', 'Asia/Tokyo', false)) AS s WHERE p.table_name = 't'"))
                .isEqualTo("2026-01-01 00:00:00+00, none");
    }

    @Test
    void theViewShowsEveryLevelAndKind(TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS levels", """
                CREATE TABLE levels (id int, at date, region text) DISTRIBUTED BY (id)
                    PARTITION BY RANGE (at) SUBPARTITION BY LIST (region) SUBPARTITION TEMPLATE (SUBPARTITION north VALUES ('n'), DEFAULT SUBPARTITION other)
                    (PARTITION jan START ('2026-01-01') END ('2026-02-01'))
                """);

        assertThat(database.queryForStrings("SELECT concat_ws(' ', level, partition_name, strategy, is_leaf, is_default, parent::text)"
                + " FROM partition_tools.partitions WHERE table_name = 'levels' ORDER BY 1"))
                .containsExactly("1 jan range f f levels", "2 north list t f levels_1_prt_jan", "2 other list t t levels_1_prt_jan");
    }

    @Test
    void partitionsWithExclusiveStartsGetNeighbours(TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS t", """
                CREATE TABLE t (id int, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at)
                    (START ('2026-02-28') EXCLUSIVE END ('2026-03-31') INCLUSIVE, DEFAULT PARTITION rest)
                """, "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 120) AS g", "ANALYZE t");

        database.execute("SELECT partition_tools.create_partitions('t', '1 month', '5 months', '0 months', p_as_of := '2026-05-01 00:00+00')");

        assertThat(database.queryForStrings("SELECT concat_ws(' ', lower_bound, upper_bound, estimated_rows)"
                + " FROM partition_tools.partitions WHERE table_name = 't' AND NOT is_default ORDER BY lower_bound"))
                .containsExactly("2025-12-01 2026-01-01 0", "2026-01-01 2026-02-01 31", "2026-02-01 2026-03-01 28", "2026-03-01 2026-04-01 31", "2026-04-01 2026-05-01 30");
        assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("120");
    }
}
