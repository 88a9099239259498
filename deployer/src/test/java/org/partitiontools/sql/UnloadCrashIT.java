package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** A worker that dies, or whose job is cancelled, at any point: the rows are in the table or in the archives, once. */
@PartitionToolsDatabase(owner = true)
class UnloadCrashIT {

    private static final String JANUARY = "truth WHERE at < '2026-02-01 00:00+00'";
    private static final int MAX_STEPS = 50;

    /** Between two transactions of an unload are all the states that a crash can leave. */
    enum Point {
        BEGUN, WRITTEN, RECORDED, SWAPPED;

        /** Comes so far and no further. */
        void reach(Archives.Session session, long job) throws Exception {
            session.begin(job);
            if (this == BEGUN) {
                return;
            }
            String result = session.upload(job);
            if (this == WRITTEN) {
                return;
            }
            session.execute("SELECT partition_tools_internal.work_record(" + job + ", " + Literals.quote(result) + ")");
            if (this == SWAPPED) {
                session.execute("SELECT partition_tools_internal.job_step(" + job + ")");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void aWorkerDies(Point point, TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            long job = orders.job();
            abandon(archives, orders, point, job);
            assertThat(orders.archives()).hasSize(point == Point.SWAPPED ? 1 : 0);
            // What is written meanwhile belongs to the next attempt, or is noticed.
            if (point == Point.BEGUN || point == Point.WRITTEN) {
                orders.change("UPDATE %s SET note = 'between' WHERE id = 7");
            }
            archives.unload(job, point == Point.RECORDED || point == Point.SWAPPED);
            archived(archives, orders);
        }
    }

    /** A run that is repeated goes on with the job; where the partition has left the table there is nothing to do, and start finishes. */
    @Campaign
    @ParameterizedTest
    @EnumSource(Point.class)
    void theNextRunGoesOn(Point point, TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            long job = orders.job();
            abandon(archives, orders, point, job);
            List<Long> again = orders.run(Archived.ONE);
            if (point == Point.SWAPPED) {
                assertThat(again).hasSize(1).doesNotContain(job);
                try (Archives.Session session = archives.session()) {
                    // A job of another run finishes what it finds.
                    session.begin(again.get(0));
                    session.failed(again.get(0), "enough");
                }
                assertThat(orders.state(job)).isEqualTo("completed");
            } else {
                assertThat(again).containsExactly(job);
                archives.unload(job, point == Point.RECORDED);
            }
            archived(archives, orders);
        }
    }

    @Campaign
    @ParameterizedTest
    @EnumSource(Point.class)
    void aDeadWorkersJobIsCancelled(Point point, TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            List<String> before = LeafDump.of(database, "sales.orders_2026_01");
            long job = orders.job();
            abandon(archives, orders, point, job);
            if (point == Point.SWAPPED) {
                SqlErrors.raised("PP056", () -> database.execute("CALL partition_tools.cancel(" + job + ")"));
                assertThat(orders.state(job)).isEqualTo("completed");
                archived(archives, orders);
            } else {
                database.execute("CALL partition_tools.cancel(" + job + ")");
                cancelled(database, orders, job, before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Point.class, names = {"BEGUN", "WRITTEN"})
    void aWorkingWorkersJobIsCancelled(Point point, TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            List<String> before = LeafDump.of(database, "sales.orders_2026_01");
            long job = orders.job();
            try (Archives.Session session = archives.session()) {
                point.reach(session, job);
                database.execute("CALL partition_tools.cancel(" + job + ")");
                SqlErrors.raised("57P01", () -> session.execute("SELECT partition_tools_internal.work_progress(" + job + ", 1)"));
            }
            cancelled(database, orders, job, before);
        }
    }

    @Test
    void aJobIsCancelledWhileItWaitsForTheSwap(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            List<String> before = LeafDump.of(database, "sales.orders_2026_01");
            long job = orders.job();
            try (Archives.Session session = archives.session(); Connection reader = database.connect(); Statement reading = reader.createStatement()) {
                session.begin(job);
                String result = session.upload(job);
                reader.setAutoCommit(false);
                // Holds up the swap, and not the removal of the trigger.
                reading.execute("LOCK TABLE ONLY sales.orders IN ACCESS SHARE MODE");
                CompletableFuture<Void> ending = Background.run(() -> session.done(job, result));
                Await.lockWait(database, session.pid());
                database.execute("CALL partition_tools.cancel(" + job + ")");
                assertThat(ending.handle((nothing, error) -> ((SQLException) error).getSQLState()).join()).isEqualTo("57014");
            }
            cancelled(database, orders, job, before);
        }
    }

    @Test
    void aJobThatNobodyHasBegunIsCancelled(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            long job = orders.job();
            database.execute("CALL partition_tools.cancel(" + job + ")");
            assertThat(orders.state(job)).isEqualTo("cancelled");
            assertThat(archives.waiting()).isEmpty();
            assertThat(orders.job()).isGreaterThan(job);
        }
    }

    /** All steps of a restore, foreign keys and a default partition with rows included. */
    @Campaign
    @ParameterizedTest(name = "cancel: {0}")
    @ValueSource(booleans = {false, true})
    void aRestoreIsAbandonedAfterEachStep(boolean cancel, TestDatabase any) throws Exception {
        List<String> phases = new ArrayList<>();
        for (int steps = 0; abandonRestore(any, cancel, steps, phases); steps++) {
            assertThat(steps).isLessThan(MAX_STEPS);
        }
        assertThat(phases).contains("download", "build", "foreign_keys", "validate_keys", "swap", "clean_up");
    }

    /** Returns whether there was anything left to do. */
    private static boolean abandonRestore(TestDatabase any, boolean cancel, int steps, List<String> phases) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            database.execute("CREATE TABLE sales.amounts AS SELECT DISTINCT amount FROM truth", "ALTER TABLE sales.amounts ADD PRIMARY KEY (amount)",
                    "ALTER TABLE sales.orders ADD FOREIGN KEY (amount) REFERENCES sales.amounts");
            orders.change("INSERT INTO %s (id, at, note, amount) VALUES (-1, '2030-01-01 00:00+00', 'in the default partition', 200)");
            archives.unload(orders.job());
            long job = archives.restoreJob(Archived.JANUARY, null);
            String phase = stepRestore(archives, orders, job, steps);
            if (phase.equals("done")) {
                return false;
            }
            phases.add(phase);
            if (cancel && phase.equals("clean_up")) {
                SqlErrors.raised("PP056", () -> database.execute("CALL partition_tools.cancel(" + job + ")"));
            } else if (cancel) {
                database.execute("CALL partition_tools.cancel(" + job + ")");
            } else if (phase.equals("download")) {
                archives.restore(job);
            } else {
                database.execute("CALL partition_tools.start(" + job + ")");
            }
            boolean back = !cancel || phase.equals("clean_up");
            assertThat(orders.state(job)).as("after %s", phase).isEqualTo(back ? "completed" : "cancelled");
            assertThat(back ? orders.differences() : orders.differencesWithoutJanuary()).as("rows, after %s", phase).isZero();
            assertThat(orders.leftovers()).as("after %s", phase).isEmpty();
            assertThat(database.queryForString("SELECT restored_at IS NOT NULL FROM partition_tools.archives")).as("after %s", phase).isEqualTo(String.valueOf(back));
            return true;
        }
    }

    /** Begins, loads at the first step, and does the others one by one; returns the phase that comes next. */
    private static String stepRestore(Archives archives, Archived orders, long job, int steps) throws Exception {
        int pid;
        try (Archives.Session session = archives.session()) {
            pid = session.pid();
            session.begin(job);
            for (int i = 0; i < steps && !orders.phase(job).equals("done"); i++) {
                if (i == 0) {
                    session.load(job);
                } else {
                    session.execute("SELECT partition_tools_internal.job_step(" + job + ")");
                }
            }
        }
        gone(orders, pid);
        return orders.phase(job);
    }

    @Campaign
    @Test
    void theServerCrashes() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (Point point : Point.values()) {
                TestDatabase database = server.createDatabase();
                // Else a commit could be lost; the defaults of the test server are for speed.
                database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
                Archived orders = Archived.create(database);
                Archives archives = new Archives(database);
                long job = orders.job();
                try (Archives.Session session = archives.session()) {
                    point.reach(session, job);
                    server.crash();
                }
                assertThat(orders.state(job)).isEqualTo("interrupted");
                archives.unload(job, point == Point.RECORDED || point == Point.SWAPPED);
                archived(archives, orders);
                restoreWithCrash(server, archives, orders);
            }
        }
    }

    /** Where all tables are published the capture is unlogged, and a crash empties it. */
    @Test
    void aChangeThatACrashHasWipedOutIsNotForgotten() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestDatabase database = server.createDatabase();
            database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
            Archived orders = Archived.create(database);
            Archives archives = new Archives(database);
            database.execute("CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'insert')");
            long job = orders.job();
            try (Archives.Session session = archives.session()) {
                Point.RECORDED.reach(session, job);
                assertThat(database.queryForString("SELECT relpersistence FROM pg_class WHERE relname = ?", "partition_tools_j" + job + "_capture")).isEqualTo("u");
                orders.change("UPDATE %s SET note = 'late' WHERE id = 7");
                server.crash();
            }
            SqlErrors.raised("PP071", () -> archives.unload(job, true));
            assertThat(orders.archives()).isEmpty();
            archives.unload(job);
            database.execute("DROP PUBLICATION p");
            archived(archives, orders);
        }
    }

    private static void restoreWithCrash(TestServer server, Archives archives, Archived orders) throws Exception {
        long job = archives.restoreJob(Archived.JANUARY, null);
        try (Archives.Session session = archives.session()) {
            session.begin(job);
            session.load(job);
            server.crash();
        }
        assertThat(orders.phase(job)).isEqualTo("build");
        archives.restore(job, true);
        assertThat(orders.differences()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    private static void abandon(Archives archives, Archived orders, Point point, long job) throws Exception {
        int pid;
        try (Archives.Session session = archives.session()) {
            pid = session.pid();
            point.reach(session, job);
        }
        gone(orders, pid);
        assertThat(orders.state(job)).isEqualTo("interrupted");
    }

    private static void gone(Archived orders, int pid) throws Exception {
        Await.until("the session to go", () -> orders.table().query("SELECT 1 FROM pg_stat_activity WHERE pid = " + pid).isEmpty());
    }

    private static void cancelled(TestDatabase database, Archived orders, long job, List<String> before) throws SQLException {
        assertThat(orders.state(job)).isEqualTo("cancelled");
        assertThat(LeafDump.of(database, "sales.orders_2026_01")).isEqualTo(before);
        assertThat(orders.differences()).isZero();
        assertThat(orders.archives()).isEmpty();
        assertThat(orders.leftovers()).isEmpty();
    }

    private static void archived(Archives archives, Archived orders) throws Exception {
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
        assertThat(orders.differencesWithoutJanuary()).isZero();
        assertThat(orders.leftovers()).isEmpty();
        long job = archives.restoreJob(Archived.JANUARY, "sales.january");
        archives.restore(job);
        assertThat(orders.differences("(SELECT *, amount * 1.2 AS gross FROM sales.january) AS r", JANUARY)).isZero();
        orders.table().database().execute("DROP TABLE sales.january");
    }
}
