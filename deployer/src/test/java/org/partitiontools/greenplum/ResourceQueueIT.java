package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** What anybody meets but a superuser: the resource queue, whose cursors are counted; and what routines cost the session besides what they do. */
@GreenplumDatabase
class ResourceQueueIT {

    private static final String POLICY = "{\"operations\": [{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"24 months\", \"upper_bound\": \"0 days\"},"
            + " {\"operation\": \"merge_partitions\", \"granularity\": \"1 year\", \"lower_bound\": \"5 years\", \"upper_bound\": \"18 months\"}]}";
    private static final String AS_OF = "2026-07-01 00:00+00";
    private static final int ROWS = 2_000;

    @Test
    void aRoleUnderAQueuePlansChecksExecutesAndMigrates(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            fill(database);
            assertThat(database.queryForString("SELECT concat_ws(' ', r.rolsuper, q.rsqname, current_setting('resource_scheduler'))"
                    + " FROM pg_roles AS r JOIN pg_resqueue AS q ON q.oid = r.rolresqueue WHERE r.rolname = current_user")).isEqualTo("f pg_default on");

            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.check_partitions('t', ?::json, ?::timestamptz)", POLICY, AS_OF)).isNotEqualTo("0");
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools_internal.map_actions('t', ?::json, ?::timestamptz)", POLICY, AS_OF)).isNotEqualTo("0");
            for (String statement : database.queryForStrings("SELECT statement FROM partition_tools.run('t', ?::json, ?::timestamptz)", POLICY, AS_OF)) {
                database.execute(statement);
            }
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.plan('t', ?::json, ?::timestamptz)", POLICY, AS_OF)).isEqualTo("0");

            database.execute("CREATE TABLE copy (LIKE t) DISTRIBUTED BY (id)",
                    "INSERT INTO partition_tools.migration_config (source, target, pkey, batchsize, parts) VALUES ('t', 'copy', 'id', 500, 2)");
            for (int run = 0; run < 2; run++) {
                for (String statement : database.queryForStrings("SELECT statement FROM partition_tools.run(ARRAY['copy'])")) {
                    database.execute(statement);
                }
                assertThat(database.queryForStrings("SELECT DISTINCT equal FROM partition_tools.verify((SELECT max(run_id) FROM partition_tools.report))")).containsExactly("true");
            }
            assertThat(database.queryForString("SELECT count(*) FROM copy")).isEqualTo(String.valueOf(ROWS));
        }
    }

    /**
     * The server sends every setting that a routine has made to all segments again, before the next statement; in the protocol that the
     * driver takes by default, before the commit, while the table is locked. In a block that could catch an error it does not.
     */
    @Test
    void theSettingsOfRoutinesAreNotSentToTheSegmentsAgain(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection connection = DriverManager.getConnection(database.url() + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            fill(database);
            String job = database.queryForStrings("SELECT statement FROM partition_tools.run('t', ?::json, ?::timestamptz)", POLICY, AS_OF).get(0);

            long working = millis(statement, job);
            long next = millis(statement, "SELECT 1");
            long planning = millis(statement, "SELECT count(*) FROM partition_tools.plan('t', '" + POLICY + "', '" + AS_OF + "')");
            long nextAfterPlan = millis(statement, "SELECT 1");

            assertThat(next).as("after %s ms of work", working).isLessThan(working / 4);
            assertThat(nextAfterPlan).as("after %s ms of planning", planning).isLessThan(planning);
        }
    }

    /** Each of them takes longer to start than a plan takes: a query with a motion between segments needs some, and so does a cursor. */
    @Test
    void aRunAndItsJobNeedOneProcessOnEachSegment(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            fill(database);
            String job;
            try (ResultSet rows = statement.executeQuery("SELECT statement FROM partition_tools.run('t', '" + POLICY + "', '" + AS_OF + "')")) {
                rows.next();
                job = rows.getString(1);
            }
            statement.execute(job);

            String session = database.asSuperuser().queryForString("SELECT sess_id FROM pg_stat_activity WHERE pid = ?", connection.unwrap(PGConnection.class).getBackendPID());
            assertThat(database.asSuperuser().queryForStrings("SELECT DISTINCT count(*) FROM gp_dist_random('pg_stat_activity') WHERE sess_id = " + session + " GROUP BY gp_execution_segment()"))
                    .containsExactly("1");
        }
    }

    private static void fill(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE t (id int, at date, note text) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (DEFAULT PARTITION rest)",
                "CREATE INDEX t_note ON t (note)",
                "INSERT INTO t SELECT g, date '2026-06-30' - g % 700, 'note' FROM generate_series(1, " + ROWS + ") AS g", "ANALYZE t");
    }

    private static long millis(Statement statement, String sql) throws SQLException {
        long start = System.nanoTime();
        statement.execute(sql);
        return (System.nanoTime() - start) / 1_000_000;
    }
}
