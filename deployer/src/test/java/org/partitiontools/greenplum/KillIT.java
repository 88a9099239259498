package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** A job whose session, or whose process on a segment, is killed at any moment leaves the table as it was, and can be started again. */
@GreenplumDatabase
class KillIT {

    private static final int ROWS = 60_000;
    private static final int LIVES = 6;
    /** On the master: ends the session. On the segments: ends its processes there. */
    static final String KILL = "SELECT pg_terminate_backend(%d)";
    private static final String KILL_ON_SEGMENTS =
            "SELECT count(pg_terminate_backend(pid)) FROM gp_dist_random('pg_stat_activity') WHERE sess_id = %d";

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONVERT")
    void theSessionIsKilled(Task task, TestDatabase shared) throws Exception {
        killAgainAndAgain(task, Layout.HEAP_BY_KEY, KILL, shared);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"DRAIN", "MERGE", "CONVERT"})
    void theSessionIsKilledWhileItCopiesAppendOnlyRows(Task task, TestDatabase shared) throws Exception {
        killAgainAndAgain(task, Layout.COLUMN_ZSTD_RANDOM, KILL, shared);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"DRAIN", "MERGE", "MOVE"})
    void itsProcessesOnTheSegmentsAreKilled(Task task, TestDatabase shared) throws Exception {
        killAgainAndAgain(task, Layout.HEAP_BY_KEY, KILL_ON_SEGMENTS, shared);
    }

    static void killAgainAndAgain(Task task, Layout layout, String kill, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.create(database, layout, task.partitions(), ROWS);
            List<String> before = orders.partitions();
            List<String> statements = Task.run(database, task.policy());
            long millis = millisWithoutKill(task, layout, shared);
            int killed = 0;
            for (int life = 1; life <= LIVES; life++) {
                if (!startAndKill(database, statements.get(0), kill, millis * life / (LIVES + 1)) || completed(database)) {
                    break;
                }
                killed++;
                whole(orders);
                assertThat(orders.partitions()).as("partitions after life %d", life).isEqualTo(before);
            }
            assertThat(killed).as("kills").isPositive();
            database.execute(statements.toArray(String[]::new));
            whole(orders);
            assertThat(task.plan(database).values()).isEmpty();
        }
    }

    /** How long the first job takes when nobody disturbs it. */
    private static long millisWithoutKill(Task task, Layout layout, TestDatabase shared) throws SQLException {
        try (TestDatabase database = shared.fresh()) {
            Orders.create(database, layout, task.partitions(), ROWS);
            List<String> statements = Task.run(database, task.policy());
            long start = System.nanoTime();
            database.execute(statements.get(0));
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    /** Returns whether the job was hit; it may have been faster. */
    private static boolean startAndKill(TestDatabase database, String statement, String kill, long afterMillis) throws Exception {
        try (Connection connection = database.connect(); Statement session = connection.createStatement()) {
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            String victim = database.queryForString("SELECT sess_id FROM pg_stat_activity WHERE pid = " + pid);
            CompletableFuture<Void> job = Background.run(() -> session.execute(statement));
            Thread.sleep(afterMillis);
            if (job.isDone()) {
                return false;
            }
            database.query(kill.formatted(kill.equals(KILL) ? pid : Long.parseLong(victim)));
            boolean failed = job.handle((nothing, error) -> error != null).join();
            Await.until("the killed session to give its locks back", () -> database.queryForStrings("SELECT 1 FROM pg_locks"
                    + " WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786)"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").isEmpty());
            return failed;
        }
    }

    /** The answer can be lost after the commit, as with any transaction. */
    private static boolean completed(TestDatabase database) throws SQLException {
        return !database.queryForStrings("SELECT 1 FROM partition_tools_internal.job_event WHERE state = 'completed'").isEmpty();
    }

    private static void whole(Orders orders) throws SQLException {
        assertThat(orders.differences()).as("rows in one table only").isZero();
        assertThat(orders.misplaced()).as("rows in the wrong partition").isEmpty();
        assertThat(orders.leftovers()).isEmpty();
    }
}
