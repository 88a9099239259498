package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Writers that were there first, that come while a job works, and that have known the partitions from before: no row of theirs is lost. */
@GreenplumDatabase
class WritersIT {

    private static final int ROWS = 1_000;

    @Test
    void rowsOfAnOpenTransactionAreCopied(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection writer = database.connect(); Statement write = writer.createStatement()) {
            String job = drain(database);
            writer.setAutoCommit(false);
            write.execute("INSERT INTO sales.orders VALUES (1000001, '2026-03-03', 1, 1, 'open')");
            CompletableFuture<Void> running = Background.run(() -> database.execute(job));
            Await.until("the job waits for the writer", () -> waits(database));

            writer.commit();
            running.join();

            assertThat(leaf(database, 1000001)).endsWith("_2026_03");
            assertThat(count(database)).isEqualTo(ROWS + 1);
        }
    }

    @Test
    void anInsertThatWaitsGoesIntoTheNewPartition(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection job = database.connect(); Statement execute = job.createStatement();
                Connection writer = database.connect();
                PreparedStatement write = writer.prepareStatement("INSERT INTO sales.orders VALUES (?, date '2026-02-02', 1, 1, 'prepared')")) {
            String statement = drain(database);
            // The plan is cached, with the partitions of before in it.
            for (int i = 0; i < 10; i++) {
                write.setInt(1, 2000000 + i);
                write.execute();
            }
            job.setAutoCommit(false);
            execute.execute(statement);
            write.setInt(1, 2000010);
            CompletableFuture<Void> writing = Background.run(write::execute);
            CompletableFuture<Void> direct = Background.run(() -> database.execute("INSERT INTO sales.orders_1_prt_rest VALUES (2000011, '2020-01-01', 1, 1, 'by name')"));
            Await.until("both writers wait", () -> database.queryForString("SELECT count(DISTINCT pid) FROM pg_locks"
                    + " WHERE NOT granted AND mode = 'RowExclusiveLock' AND gp_segment_id = -1").equals("2"));

            job.commit();
            writing.join();
            direct.join();

            assertThat(leaf(database, 2000000)).endsWith("_2026_02");
            assertThat(leaf(database, 2000010)).endsWith("_2026_02");
            assertThat(leaf(database, 2000011)).isEqualTo("sales.orders_1_prt_rest");
            assertThat(count(database)).isEqualTo(ROWS + 12);
        }
    }

    @Test
    void aReaderThatTurnsToWritingIsLetThrough(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            String job = drain(database);
            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> running = Background.run(() -> database.execute(job));
            Await.until("the job has locked out writers", () -> !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                    + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());

            // It waits for the job now, and the job for it.
            read.execute("INSERT INTO sales.orders VALUES (1000001, '2026-03-03', 1, 1, 'turned')");
            reader.commit();

            assertThatThrownBy(running::join).hasCauseInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(((SQLException) e.getCause()).getSQLState()).isEqualTo("PP050"));
            assertThat(leaf(database, 1000001)).endsWith("_rest");
            database.execute(job);
            assertThat(leaf(database, 1000001)).endsWith("_2026_03");
            assertThat(count(database)).isEqualTo(ROWS + 1);
        }
    }

    @Test
    void whoWritesGetsThroughWhileALongReaderKeepsTheJobFromItsEnd(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            String job = drain(database);
            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> running = Background.run(() -> database.execute("SET partition_tools.writer_patience = '1s'; SET partition_tools.lock_patience = '5min'", job));
            Await.until("the job has locked out writers", () -> !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                    + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());

            // The reader is still there when this is done.
            database.execute("SET statement_timeout = '60s'; INSERT INTO sales.orders VALUES (1000001, '2026-03-03', 1, 1, 'between two tries')");
            assertThat(running).isNotDone();
            assertThat(leaf(database, 1000001)).endsWith("_rest");
            reader.commit();
            running.join();

            assertThat(leaf(database, 1000001)).endsWith("_2026_03");
            assertThat(count(database)).isEqualTo(ROWS + 1);
        }
    }

    @Test
    void whoWritesGetsThroughWhileALongReaderKeepsAConversionFromItsEnd(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders orders = Orders.createPlain(database, Layout.HEAP_BY_KEY, ROWS);

            writesBetweenTwoTries(database, "SELECT partition_tools.partition_table('sales.orders', 'at', '1 month', '6 months', '0 days', p_as_of := '2026-07-01 00:00+00')", 1000001);
            assertThat(leaf(database, 1000001)).endsWith("_2026_03");
            assertThat(orders.differences()).isZero();

            writesBetweenTwoTries(database, "SELECT partition_tools.unpartition('sales.orders')", 1000002);
            assertThat(leaf(database, 1000002)).isEqualTo("sales.orders");
            assertThat(orders.differences()).isZero();
        }
    }

    private static void writesBetweenTwoTries(TestDatabase database, String job, int id) throws Exception {
        try (Connection reader = database.connect(); Statement read = reader.createStatement()) {
            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> running = Background.run(() -> database.execute("SET partition_tools.writer_patience = '1s'; SET partition_tools.lock_patience = '5min'", job));
            Await.until("the job has locked out writers", () -> running.isDone() || !database.queryForStrings("SELECT 1 FROM pg_locks WHERE granted"
                    + " AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass AND gp_segment_id = -1").isEmpty());

            // The reader is still there when this is done.
            String values = " VALUES (" + id + ", '2026-03-03', 1, 1, 'between two tries')";
            database.execute("SET statement_timeout = '60s'; INSERT INTO sales.orders" + values + "; INSERT INTO sales.truth" + values);
            assertThat(running).isNotDone();
            reader.commit();
            running.join();
        }
    }

    private static String drain(TestDatabase database) throws SQLException {
        Orders.create(database, Layout.HEAP_BY_KEY, Task.DRAIN.partitions(), ROWS);
        return Task.run(database, Task.DRAIN.policy()).get(0);
    }

    private static boolean waits(TestDatabase database) throws SQLException {
        return !database.queryForStrings("SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'ShareRowExclusiveLock' AND relation = 'sales.orders'::regclass").isEmpty();
    }

    private static String leaf(TestDatabase database, int id) throws SQLException {
        return database.queryForString("SELECT tableoid::regclass FROM sales.orders WHERE id = ?", id);
    }

    private static int count(TestDatabase database) throws SQLException {
        return Integer.parseInt(database.queryForString("SELECT count(*) FROM sales.orders"));
    }
}
