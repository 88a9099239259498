package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.January;
import org.partitiontools.lifecycle.Steps;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** What people change on a table while a job works on it is neither lost nor does it throw away hours of copying. */
@PartitionToolsDatabase
class DefinitionChangesIT {

    @Sampled(6)
    @ParameterizedTest
    @ValueSource(strings = {
        "GRANT SELECT ON t_a TO PUBLIC",
        "REVOKE SELECT ON t_a FROM pg_monitor",
        "GRANT UPDATE (note) ON t_a TO pg_monitor WITH GRANT OPTION",
        "ALTER TABLE t_a OWNER TO pg_monitor",
        "COMMENT ON TABLE t_a IS 'half of January'",
        "COMMENT ON COLUMN t_a.note IS 'a note'",
        "COMMENT ON CONSTRAINT c ON t_a IS NULL",
        "COMMENT ON INDEX t_a_pkey IS 'an index'",
        "COMMENT ON CONSTRAINT t_a_pkey ON t_a IS 'a key'",
        "CREATE STATISTICS s2 (ndistinct) ON price, note FROM t_a",
        "DROP STATISTICS s1",
        "ALTER STATISTICS s1 SET STATISTICS 17",
        "ALTER TABLE t_a ALTER note SET STATISTICS 55",
        "ALTER TABLE t_a ALTER price SET STATISTICS -1",
        "ALTER TABLE t_a ALTER note SET (n_distinct = 7)",
        "ALTER TABLE t_a ALTER price RESET (n_distinct)",
        "ALTER TABLE t_a REPLICA IDENTITY FULL",
        "ALTER TABLE t_a ALTER note SET STORAGE EXTERNAL",
        "ALTER TABLE t_a ALTER note SET COMPRESSION pglz",
        "ALTER TABLE t_a ALTER note SET DEFAULT 'here'",
        "ALTER TABLE t_a SET (fillfactor = 71, toast.autovacuum_enabled = false)",
        "ALTER TABLE t_a RESET (parallel_workers)",
        "ALTER TABLE t_a CLUSTER ON t_a_pkey",
        "ALTER TABLE t_a SET WITHOUT CLUSTER",
        "ALTER POLICY p ON t_a TO pg_monitor",
        "ALTER POLICY p ON t_a USING (price > 7)",
        "DROP POLICY p ON t_a",
        "CREATE POLICY q ON t_a FOR DELETE USING (false)",
        "ALTER TABLE t_a ENABLE ROW LEVEL SECURITY",
        "CREATE TRIGGER g BEFORE UPDATE ON t_a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE INDEX t_a_new ON t_a (note, at)",
        "CREATE UNIQUE INDEX t_a_new ON t_a (id, note)",
        "ALTER TABLE t_a ADD CONSTRAINT t_a_new UNIQUE (id, note)",
        "CREATE INDEX t_new ON t (note)",
        "DROP INDEX t_a_own",
        "ALTER INDEX t_a_some SET (fillfactor = 72)"})
    void areTakenOver(String sql, TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            long job = table.move();
            Steps.until(table.database(), job, "swap");
            table.database().execute(sql);
            List<String> expected = table.dump("t_a");

            table.start(job);

            assertThat(LeafDump.difference(expected, table.dump("t_a"))).as(sql).isEmpty();
            assertThat(table.errors()).as(sql).isEmpty();
            assertThat(table.leftovers()).isEmpty();
        }
    }

    /** The same while the swap is at its locks already: it looks again under them. */
    @Test
    void areTakenOverWhileTheSwapWaits(TestDatabase any) throws Exception {
        try (January table = rich(any); Connection reader = table.database().connect(); Connection worker = table.database().connect()) {
            long job = table.move();
            Steps.until(table.database(), job, "swap");
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT FROM t_a");
            worker.createStatement().execute("SET partition_tools.lock_timeout = '50s'");
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> {
                try (Statement statement = worker.createStatement()) {
                    statement.execute("CALL partition_tools.start(" + job + ")");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.lockWait(table.database(), worker.unwrap(PGConnection.class).getBackendPID());

            table.database().execute("GRANT UPDATE (note) ON t_a TO PUBLIC");
            reader.rollback();
            start.join();

            assertThat(table.dump("t_a")).contains("column grant: UPDATE (note) to PUBLIC");
            assertThat(table.errors()).isEmpty();
        }
    }

    @Sampled(3)
    @ParameterizedTest
    @ValueSource(strings = {
        "ALTER TABLE t ADD COLUMN late int",
        "ALTER TABLE t ALTER note TYPE varchar(30)",
        "ALTER TABLE t ALTER note SET NOT NULL",
        "ALTER TABLE t ADD CHECK (price > 0)",
        "ALTER TABLE t_a ADD CHECK (price > 0); ALTER TABLE t_b ADD CHECK (price > 0)",
        "ALTER TABLE t_a DROP CONSTRAINT c; ALTER TABLE t_b DROP CONSTRAINT c",
        "ALTER TABLE t RENAME note TO remark"})
    void areFoundAtOnceWhereTheCopyDoesNotFitThem(String sql, TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            long job = table.merge();
            Steps.until(table.database(), job, "copy");
            table.database().execute(sql);

            try (Steps steps = Steps.of(table.database(), job)) {
                assertThat(SqlErrors.raised("PP041", steps::next).getDetail()).contains("copy");
            }
            SqlErrors.raised("PP041", () -> table.start(job));
            table.start(job);

            assertThat(table.rows()).isEqualTo(January.ROWS);
            assertThat(table.leftovers()).isEmpty();
        }
    }

    /** What can be put right is not worth a copy: the job goes on when it is. */
    @Test
    void areFoundAtOnceWhereTheyStandInTheWay(TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            long job = table.merge();
            Steps.until(table.database(), job, "copy");
            table.database().execute("GRANT SELECT ON t_a TO PUBLIC", "CREATE TABLE o (id bigint, at date)", "ALTER TABLE o ADD FOREIGN KEY (id, at) REFERENCES t");

            try (Steps steps = Steps.of(table.database(), job)) {
                SqlErrors.raised("PP022", steps::next);
                table.database().execute("DROP TABLE o");
                SqlErrors.raised("PP027", steps::next);
                table.database().execute("GRANT SELECT ON t_b TO PUBLIC");
                assertThat(steps.next()).isNotEqualTo("undo");
            }
            table.start(job);

            assertThat(table.dump("t_jan")).contains("table grant: SELECT to PUBLIC");
        }
    }

    @Test
    void aPartitionAttachedElsewhereIsHarmless(TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            long job = table.merge();
            Steps.until(table.database(), job, "swap");
            table.database().execute("CREATE TABLE t_f PARTITION OF t FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')", "ANALYZE t", "VACUUM t");

            table.start(job);

            assertThat(table.errors()).isEmpty();
            assertThat(phases(table, job)).doesNotContain("undo").containsOnlyOnce("build");
        }
    }

    /** The default partition is to be attached again, proved by a constraint that names all others. */
    @Test
    void partitionsAttachedAndDetachedDuringADrainAreHarmless(TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            table.database().execute("CREATE TABLE t_f PARTITION OF t FOR VALUES FROM ('2025-02-01') TO ('2025-03-01')",
                    "INSERT INTO t SELECT g, '2025-05-01', 1 FROM generate_series(1, 100) AS g");
            long job = Long.parseLong(table.database().queryForString(
                    "SELECT partition_tools_internal.repartition_job('t', '{t_d}', '{2025-05-01,2025-06-01}', '{t_may}', NULL, NULL)"));
            Steps.until(table.database(), job, "catch_up");
            table.database().execute("CREATE TABLE t_m PARTITION OF t FOR VALUES FROM ('2025-03-01') TO ('2025-04-01')", "ALTER TABLE t DETACH PARTITION t_f",
                    "INSERT INTO t VALUES (1, '2025-02-03', 1)");
            Steps.until(table.database(), job, "swap");
            table.database().execute("CREATE TABLE t_n PARTITION OF t FOR VALUES FROM ('2025-04-01') TO ('2025-05-01')");

            List<String> messages = startAndListen(table, job);

            assertThat(table.errors()).isEmpty();
            assertThat(phases(table, job)).doesNotContain("undo").contains("rebuild");
            assertThat(table.rows()).isEqualTo(January.ROWS + 101);
            assertThat(messages).filteredOn(line -> line.startsWith("verifying table") && line.contains("t_d")).isEmpty();
            assertThat(table.leftovers()).isEmpty();
        }
    }

    /** Built before the swap, and under a name of its own in the end. */
    @Test
    void anIndexCreatedMeanwhileIsBuiltBeforeTheSwap(TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            table.database().execute("CREATE TABLE r (n numeric PRIMARY KEY); INSERT INTO r VALUES (10)", "ALTER TABLE t ADD FOREIGN KEY (price) REFERENCES r");
            long job = table.merge();
            Steps.until(table.database(), job, "swap");
            table.database().execute("CREATE INDEX t_new ON t (note)");

            Steps.until(table.database(), job, "rebuild");
            Steps.until(table.database(), job, "swap");
            List<String> staged = indexes(table, table.database().queryForString("SELECT relid::regclass::text FROM partition_tools_internal.job_target"));
            table.start(job);

            assertThat(staged).contains("(note)");
            assertThat(indexes(table, "t_jan")).containsExactlyInAnyOrder("(id, at)", "(at)", "(price)", "(note)");
            assertThat(table.database().queryForString("SELECT count(*) FROM pg_inherits WHERE inhparent = 't_new'::regclass AND inhrelid = 't_jan_note_idx'::regclass")).isEqualTo("1");
            assertThat(table.errors()).isEmpty();
        }
    }

    /** ON ONLY leaves the table's index invalid and its partitions without one; ATTACH would build it, locked. */
    @Test
    void anIndexOfTheTableAloneIsBuiltBeforeTheSwap(TestDatabase any) throws SQLException {
        try (January table = rich(any)) {
            table.database().execute("CREATE INDEX t_only ON ONLY t (note)");
            long job = table.merge();

            Steps.until(table.database(), job, "swap");
            List<String> staged = table.database().queryForStrings(
                    "SELECT x.indexrelid::text FROM partition_tools_internal.job_target AS t JOIN pg_index AS x ON x.indrelid = t.relid ORDER BY 1");
            table.start(job);

            assertThat(table.database().queryForStrings("SELECT indexrelid::text FROM pg_index WHERE indrelid = 't_jan'::regclass ORDER BY 1")).isEqualTo(staged).hasSize(4);
            assertThat(table.database().queryForString("SELECT count(*) FROM pg_inherits WHERE inhparent = 't_only'::regclass")).isEqualTo("1");
        }
    }

    @Test
    void aDefaultPartitionDetachedMeanwhileIsFree(TestDatabase any) throws SQLException {
        for (String end : List.of("start validate_default", "start settle", "cancel settle")) {
            try (January table = rich(any)) {
                long job = table.merge();
                Steps.until(table.database(), job, end.substring(end.indexOf(' ') + 1));
                table.database().execute("ALTER TABLE t DETACH PARTITION t_d");

                table.database().execute("CALL partition_tools." + end.substring(0, end.indexOf(' ')) + "(" + job + ")");

                assertThat(table.leftovers()).as(end).isEmpty();
                table.database().execute("INSERT INTO t_d VALUES (1, '2025-01-20')");
            }
        }
    }

    private static January rich(TestDatabase any) throws SQLException {
        January table = new January(any);
        table.database().execute("CREATE INDEX t_some ON t (at)", "ALTER INDEX t_a_at_idx RENAME TO t_a_some");
        for (String leaf : List.of("t_a", "t_b")) {
            table.database().execute(("GRANT SELECT ON t_x TO pg_monitor; CREATE POLICY p ON t_x USING (price > 1); ALTER TABLE t_x ADD CONSTRAINT c CHECK (price > -1);"
                    + "COMMENT ON CONSTRAINT c ON t_x IS 'a check'; ALTER TABLE t_x SET (parallel_workers = 2), ALTER price SET (n_distinct = 3), ALTER price SET STATISTICS 44;"
                    + "ALTER TABLE t_x CLUSTER ON " + (leaf.equals("t_a") ? "t_a_some" : "t_b_at_idx")).replace("t_x", leaf));
        }
        table.database().execute("CREATE STATISTICS s1 ON id, price FROM t_a", "CREATE INDEX t_a_own ON t_a (price)");
        return table;
    }

    private static List<String> indexes(January table, String leaf) throws SQLException {
        return table.database().queryForStrings("SELECT substring(pg_get_indexdef(indexrelid) FROM '[(].*') FROM pg_index WHERE indrelid = ?::regclass", leaf);
    }

    private static List<String> phases(January table, long job) throws SQLException {
        return table.database().queryForStrings("SELECT phase FROM partition_tools_internal.job_event WHERE job_id = ? ORDER BY event_id", job);
    }

    private static List<String> startAndListen(January table, long job) throws SQLException {
        List<String> messages = new ArrayList<>();
        try (Connection connection = table.database().connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET client_min_messages = debug1");
            statement.execute("CALL partition_tools.start(" + job + ")");
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                messages.add(warning.getMessage());
            }
        }
        return messages;
    }
}
