package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.Installation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What is old leaves the history, what is needed stays, and nothing takes longer because much has happened. */
@PartitionToolsDatabase(each = true)
class HistoryIT {

    private static final String RUN = "SELECT job_id FROM partition_tools.run('%s', '[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\","
            + " \"lower_bound\": \"1 month\", \"upper_bound\": \"0 days\"}]', '2026-01-15')";
    private static final String JOBS = "SELECT count(*) FROM partition_tools_internal.job WHERE job_id < 1000000";

    private TestDatabase admin;
    private TestDatabase alice;
    private TestDatabase bob;

    @BeforeEach
    void tables(TestDatabase database) throws SQLException {
        admin = database.asSuperuser();
        alice = table("alice");
        bob = table("bob");
        admin.execute("SELECT setval('partition_tools_internal.job_job_id_seq', 1000000)", "SELECT setval('partition_tools_internal.run_run_id_seq', 1000000)");
    }

    private TestDatabase table(String role) throws SQLException {
        admin.execute("DO $$ BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$", "GRANT partition_tools_operator TO " + role,
                "CREATE SCHEMA " + role + " AUTHORIZATION " + role);
        TestDatabase owner = admin.as(role);
        owner.execute("CREATE TABLE " + role + ".orders (id bigint NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)");
        return owner;
    }

    /** Jobs with the numbers from to until, two to a run, that ended so many days ago. */
    private void old(String role, int from, int until, int days) throws SQLException {
        admin.execute("SET session_replication_role = replica",
                "INSERT INTO partition_tools_internal.run (run_id, kind, as_of, operations) SELECT g, 'partitioning', now(), '[]' FROM generate_series(%d, %d) AS g"
                        .formatted(from / 2, until / 2),
                """
                INSERT INTO partition_tools_internal.job (job_id, run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec, ended_at, made_by)
                SELECT g, g / 2, g %% 2, '%3$s.orders'::regclass, '%3$s.orders', 'create_partitions', 'create', 'attach', '{}', ARRAY['t' || g], 0,
                       '{"sources": [], "targets": []}', now() - interval '%4$d days', '%3$s'
                  FROM generate_series(%1$d, %2$d) AS g""".formatted(from, until, role, days),
                """
                INSERT INTO partition_tools_internal.job_event (job_id, at, state, phase, rows, elapsed)
                SELECT g, now() - interval '%3$d days', s.state, 'done', 0, '0' FROM generate_series(%1$d, %2$d) AS g, (VALUES ('running'), ('running'), ('completed')) AS s(state)"""
                        .formatted(from, until, days),
                "INSERT INTO partition_tools_internal.job_identity (job_id, database_oid, database_name) SELECT g, 0, 'x' FROM generate_series(%d, %d) AS g".formatted(from, until),
                "RESET session_replication_role");
    }

    private static String stateOf(TestDatabase database, String statement) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> database.execute(statement));
        return error == null ? "" : error.getSQLState();
    }

    @Test
    void aRunRemovesWhatIsOldOfItsTable() throws SQLException {
        old("alice", 2, 41, 91);
        old("alice", 42, 45, 89);
        old("bob", 50, 53, 91);

        long job = Long.parseLong(alice.queryForString(RUN.formatted("alice.orders")));

        assertThat(admin.queryForStrings("SELECT job_id FROM partition_tools_internal.job WHERE job_id < 1000000 ORDER BY job_id"))
                .containsExactly("42", "43", "44", "45", "50", "51", "52", "53");
        assertThat(admin.queryForString("SELECT count(*) FROM partition_tools_internal.run WHERE run_id BETWEEN 1 AND 20")).isEqualTo("0");
        assertThat(admin.queryForString("SELECT count(DISTINCT job_id) FROM partition_tools_internal.job_event")).isEqualTo("8");
        alice.execute("CALL partition_tools.start(" + job + ")");
        assertThat(alice.queryForString("SELECT state FROM partition_tools.report WHERE run_id > 1000000")).isEqualTo("completed");
    }

    @Test
    void aPlainOperatorSweepsWhatIsHisAndNothingElse() throws SQLException {
        old("alice", 2, 2201, 91);
        old("bob", 3000, 3009, 91);
        alice.execute("CALL partition_tools.sweep()");
        assertThat(admin.queryForString(JOBS)).isEqualTo("10");

        for (String table : List.of("job_event", "job_identity", "job")) {
            // What one may not see, one does not remove, and is told nothing of.
            assertThat(stateOf(alice, "DELETE FROM partition_tools_internal." + table + " AS h WHERE h.job_id >= 3000")).as(table)
                    .isIn(table.equals("job_event") ? List.of("") : List.of("PP081", "PP083"));
        }
        assertThat(admin.queryForString("SELECT count(*) FROM partition_tools_internal.job_event WHERE job_id >= 3000")).isEqualTo("30");
        bob.execute("CALL partition_tools.sweep('bob.orders')");
        assertThat(admin.queryForString(JOBS)).isEqualTo("0");
    }

    @Test
    void whatHasNotEndedStaysHoweverOld() throws SQLException {
        old("alice", 2, 3, 400);
        long job = Long.parseLong(alice.queryForString(RUN.formatted("alice.orders")));
        admin.execute("UPDATE partition_tools_internal.run SET created_at = now() - interval '1 year'");
        alice.execute("SET partition_tools.history = '0'", "CALL partition_tools.sweep()");

        assertThat(admin.queryForStrings("SELECT job_id FROM partition_tools_internal.job")).containsExactly(Long.toString(job));
        assertThat(stateOf(alice, "DELETE FROM partition_tools_internal.job_identity WHERE job_id = " + job)).isEqualTo("PP083");
        assertThat(stateOf(alice, "DELETE FROM partition_tools_internal.job WHERE job_id = " + job)).isEqualTo("PP083");
        alice.execute("CALL partition_tools.start(" + job + ")");
        assertThat(admin.queryForString("SELECT ended_at IS NOT NULL FROM partition_tools_internal.job")).isEqualTo("true");
        try (Connection connection = alice.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET partition_tools.history = '0'");
            statement.execute("CALL partition_tools.sweep()");
        }
        assertThat(admin.queryForString("SELECT count(*) FROM partition_tools_internal.job")).isEqualTo("0");
        assertThat(admin.queryForString("SELECT count(*) FROM partition_tools_internal.run")).isEqualTo("0");
    }

    /** A deploy does not wait until no job is at work, and the trigger comes later than the column. */
    @Test
    void whatEndedDuringTheDeployHasEnded() throws SQLException {
        long open = Long.parseLong(alice.queryForString(RUN.formatted("alice.orders")));
        old("alice", 2, 3, 91);
        admin.execute("SET session_replication_role = replica", "UPDATE partition_tools_internal.job SET ended_at = NULL WHERE job_id = 3", "RESET session_replication_role",
                "UPDATE partition_tools_internal.flyway_schema_history SET checksum = 0 WHERE script LIKE '%R__jobs_open.sql'");

        Installation.upgrade(admin);

        assertThat(admin.queryForString("SELECT j.ended_at = e.at FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job_event AS e"
                + " ON e.job_id = j.job_id AND e.state = 'completed' WHERE j.job_id = 3")).isEqualTo("true");
        assertThat(admin.queryForString("SELECT ended_at FROM partition_tools_internal.job WHERE job_id = " + open)).isNull();
        alice.execute("CALL partition_tools.sweep()");
        assertThat(admin.queryForString(JOBS)).isEqualTo("0");
    }

    @Test
    void whatIsNeededStays() throws SQLException {
        old("alice", 2, 9, 91);
        admin.execute("SET session_replication_role = replica",
                "UPDATE partition_tools_internal.job SET operation = 'migrate' WHERE job_id = 2",
                "UPDATE partition_tools_internal.job SET operation = 'partition_table', action = 'convert' WHERE job_id = 3",
                "UPDATE partition_tools_internal.job SET operation = 'partition_table', action = 'convert', table_oid = 1,"
                        + " spec = json_build_object('root', 'alice.orders'::regclass::oid) WHERE job_id = 4",
                "INSERT INTO partition_tools_internal.archive (job_id, table_schema, table_name, partition_name, rows, bytes, server, bucket, location, definition, manifest)"
                        + " VALUES (5, 'alice', 'orders', 'p', 0, 0, 's', 'b', 'l', '{}', '{}')",
                "INSERT INTO partition_tools_internal.archive_restore (archive_id, job_id, relation) SELECT archive_id, 6, 'p' FROM partition_tools_internal.archive",
                "UPDATE partition_tools_internal.job SET action = 'keep' WHERE job_id = 7",
                "RESET session_replication_role");
        admin.execute("CALL partition_tools.sweep()");
        assertThat(admin.queryForStrings("SELECT job_id FROM partition_tools_internal.job ORDER BY job_id")).containsExactly("2", "3", "4", "5", "6", "7");
    }

    @Test
    void theSettingIsUnderstoodOrRefused() throws SQLException {
        old("alice", 2, 3, 4000);
        try (Connection connection = alice.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET partition_tools.history = 'off'");
            statement.execute("CALL partition_tools.sweep()");
            assertThat(admin.queryForString(JOBS)).isEqualTo("2");
            for (String wrong : List.of("for ever", "-1 day")) {
                statement.execute("SET partition_tools.history = '" + wrong + "'");
                SQLException refused = catchThrowableOfType(SQLException.class, () -> statement.execute("CALL partition_tools.sweep()"));
                assertThat(refused.getSQLState()).isEqualTo("22023");
            }
        }
    }

    @Test
    void nothingReadsWhatIsLongDone() throws SQLException {
        old("alice", 2, 4001, 1);
        admin.execute("ANALYZE partition_tools_internal.job", "ANALYZE partition_tools_internal.job_event", "ANALYZE partition_tools_internal.run",
                "ANALYZE partition_tools_internal.job_identity");
        try (Connection connection = alice.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long before = 0;
            for (String sql : List.of(RUN.formatted("alice.orders"), "SELECT * FROM partition_tools_internal.unfinished_jobs(NULL)",
                    "SELECT * FROM partition_tools.check_partitions('alice.orders', '[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\","
                            + " \"lower_bound\": \"1 month\", \"upper_bound\": \"0 days\"}]', '2026-01-15')",
                    "SELECT partition_tools_internal.job_before(1000001, '{}')", "SELECT * FROM partition_tools_internal.work_waiting(true)",
                    "SELECT * FROM partition_tools.report WHERE run_id IN (SELECT DISTINCT run_id FROM partition_tools.jobs ORDER BY run_id DESC LIMIT 10)")) {
                statement.execute(sql);
                try (ResultSet read = statement.executeQuery("SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables"
                        + " WHERE schemaname = 'partition_tools_internal' AND relname IN ('job', 'job_event', 'run', 'job_identity')")) {
                    read.next();
                    assertThat(read.getLong(1) - before).as(sql).isLessThan(1_000);
                    before = read.getLong(1);
                }
            }
            connection.rollback();
        }
    }
}
