package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** All partitions of one job are made under one lock, so many of them are several jobs, unless a caller has but one transaction. */
@GreenplumDatabase
class PortionsIT {

    private static final String MONTHS = """
            '[{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "60 months", "upper_bound": "0 days"}]', '2026-07-01 00:00+00'""";
    private static final String RUN = "SELECT statement FROM partition_tools.run('t', " + MONTHS + ") ORDER BY job_id";
    private static final String PLAN = "SELECT array_length(targets, 1) || ' ' || estimated_rows FROM partition_tools.plan('t', " + MONTHS + ") ORDER BY ordinal";

    @Test
    void eachPortionLeavesAValidTable(TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            fill(database, "DEFAULT PARTITION rest");
            assertThat(partitionsPlanned(database)).containsExactly(21, 21, 21);
            assertThat(rowsPlanned(database)).isSortedAccordingTo(Collections.reverseOrder()).doesNotHaveDuplicates();
            List<String> statements = database.queryForStrings(RUN);

            database.execute(statements.get(0));

            assertThat(months(database)).isEqualTo(20);
            assertThat(different(database)).isZero();
            assertThat(partitionsPlanned(database)).containsExactly(21, 21);
        }
    }

    @Test
    void aRunAfterTheFirstPortionGoesOn(TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            fill(database, "DEFAULT PARTITION rest");
            database.execute(database.queryForStrings(RUN).get(0));

            database.execute(database.queryForStrings(RUN).toArray(String[]::new));

            whole(database);
            assertThat(database.queryForStrings("SELECT state || ' ' || count(*) FROM partition_tools.jobs GROUP BY state ORDER BY 1")).containsExactly("cancelled 2", "completed 3");
        }
    }

    @Test
    void whoStartsTheLastOneDoesThoseBeforeIt(TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            fill(database, "DEFAULT PARTITION rest");

            database.execute(database.queryForStrings(RUN).get(2));

            whole(database);
        }
    }

    /** No matter whether there are rows to be moved. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"DEFAULT PARTITION rest, 25, 3", "DEFAULT PARTITION rest, 0, 1", "DEFAULT PARTITION rest, -1, 1", "DEFAULT PARTITION rest, 7, 9",
        "START (date '2026-07-01') END (date '2026-08-01'), 25, 3"})
    void thereAreAsManyJobsAsTheSettingSays(String partitions, int limit, int jobs, TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            fill(database, partitions);
            database.execute("SET partition_tools.portion_limit = '" + limit + "'", "SELECT count(*) FROM partition_tools.run('t', " + MONTHS + ")");

            List<String> statements = database.queryForStrings("SELECT format('SELECT partition_tools.start(%s)', job_id) FROM partition_tools.jobs ORDER BY job_id");

            assertThat(statements).hasSize(jobs);
            database.execute(statements.toArray(String[]::new));
            assertThat(months(database)).isGreaterThanOrEqualTo(60);
            assertThat(different(database)).isZero();
        }
    }

    @Test
    void aCallThatIsOneTransactionIsOneJob(TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            fill(database, "DEFAULT PARTITION rest");

            database.execute("BEGIN", "SET LOCAL partition_tools.portion_limit = '30'",
                    "SELECT partition_tools.create_partitions('t', '1 month', '60 months', '0 days', p_as_of := '2026-07-01 00:00+00')",
                    "CREATE TABLE after AS SELECT current_setting('partition_tools.portion_limit') AS setting DISTRIBUTED RANDOMLY", "COMMIT");

            whole(database);
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs")).isEqualTo("1");
            assertThat(database.queryForString("SELECT setting FROM after")).isEqualTo("30");
        }
    }

    private static void fill(TestDatabase database, String partitions) throws SQLException {
        String rows = partitions.startsWith("DEFAULT") ? "date '2021-07-01' + (g % 2000)" : "date '2026-07-01'";
        database.execute("CREATE TABLE t (id int, at date, note text) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (" + partitions + ")",
                "INSERT INTO t SELECT g, " + rows + ", 'row ' || g FROM generate_series(1, 20000) AS g",
                "CREATE TABLE truth AS SELECT * FROM t DISTRIBUTED BY (id)", "ANALYZE t");
    }

    private static void whole(TestDatabase database) throws SQLException {
        assertThat(months(database)).isEqualTo(60);
        assertThat(different(database)).isZero();
        assertThat(database.queryForStrings(PLAN)).isEmpty();
        assertThat(database.queryForString("SELECT count(*) FROM t WHERE at >= '2026-07-01'"))
                .isEqualTo(database.queryForString("SELECT count(*) FROM t_1_prt_rest")).isNotEqualTo("0");
    }

    private static int months(TestDatabase database) throws SQLException {
        return Integer.parseInt(database.queryForString("SELECT count(*) FROM pg_partitions WHERE tablename = 't' AND NOT partitionisdefault"));
    }

    private static List<Integer> partitionsPlanned(TestDatabase database) throws SQLException {
        return database.queryForStrings(PLAN).stream().map(row -> Integer.parseInt(row.split(" ")[0])).toList();
    }

    private static List<Long> rowsPlanned(TestDatabase database) throws SQLException {
        return database.queryForStrings(PLAN).stream().map(row -> Long.parseLong(row.split(" ")[1])).toList();
    }

    private static long different(TestDatabase database) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT count(*) FROM ((SELECT * FROM t EXCEPT ALL SELECT * FROM truth) UNION ALL (SELECT * FROM truth EXCEPT ALL SELECT * FROM t)) AS d"));
    }
}
