package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Who waits for a job, for whom it waits, and for how long. */
@GreenplumDatabase
class LocksIT {

    private static final int ROWS = 400_000;

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Task.class, names = {"DRAIN", "MERGE", "MOVE"})
    void readersGoOnWhileRowsAreCopied(Task task, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.create(database, Layout.HEAP_BY_KEY, task.partitions(), ROWS);
            Waits waits = Waits.during(database, Task.run(database, task.policy()));
            assertThat(waits.reads()).as("reads meanwhile: %s", waits).isGreaterThan(3);
            assertThat(waits.longestReadMillis()).as("longest read of %s", waits).isLessThan(waits.totalMillis() / 2);
        }
    }

    @Test
    void inAccessExclusiveModeReadersWaitFromTheStart(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            Orders.create(database, Layout.HEAP_BY_KEY, Task.MERGE.partitions(), ROWS);
            List<String> statements = Task.run(database, Task.MERGE.policyWithAccessExclusiveMode());
            Waits waits = Waits.during(database, statements.subList(0, 1));
            assertThat(waits.longestReadMillis()).as("longest read of %s", waits).isGreaterThan(waits.totalMillis() / 2);
        }
    }

    @Test
    void aReaderThatDoesNotEndIsWaitedForOnlySoLong(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, Task.MERGE.partitions(), 1_000);
            List<String> statements = Task.run(database, Task.MERGE.policy());
            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();

            assertThatThrownBy(() -> database.execute("SET partition_tools.lock_patience = '1s'", statements.get(0)))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isIn("PP050", "55P03"));

            reader.rollback();
            database.execute(statements.toArray(String[]::new));
            assertThat(orders.differences()).isZero();
        }
    }

    @Test
    void nobodyQueuesBehindAJobThatWaits(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection reader = database.connect(); Statement read = reader.createStatement()) {
            Orders.create(database, Layout.HEAP_BY_KEY, Task.MERGE.partitions(), 1_000);
            List<String> statements = Task.run(database, Task.MERGE.policy());
            reader.setAutoCommit(false);
            read.executeQuery("SELECT count(*) FROM sales.orders").close();
            CompletableFuture<Void> job = Background.run(() -> database.execute("SET partition_tools.lock_patience = '5s'", statements.get(0)));
            long longest = 0;
            while (!job.isDone()) {
                long start = System.nanoTime();
                database.query("SELECT count(*) FROM sales.orders");
                longest = Math.max(longest, (System.nanoTime() - start) / 1_000_000);
            }
            assertThatThrownBy(job::join).isNotNull();
            // One slice of partition_tools.lock_timeout, and the query itself.
            assertThat(longest).isLessThan(2_000);
        }
    }

    @Test
    void jobsOfTwoTablesRunAtOnce(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection first = database.connect(); Statement statement = first.createStatement()) {
            Orders.create(database, Layout.HEAP_BY_KEY, Task.DRAIN.partitions(), 1_000);
            database.execute("CREATE TABLE sales.lines (id bigint, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (DEFAULT PARTITION rest)",
                    "INSERT INTO sales.lines SELECT g, date '2026-01-01' + (g % 100)::int FROM generate_series(1, 1000) AS g");
            String orders = Task.run(database, Task.DRAIN.policy()).get(0);
            String lines = database.queryForString("SELECT statement FROM partition_tools.run('sales.lines', ?::json, '2026-07-01 00:00+00')", Task.DRAIN.policy());
            first.setAutoCommit(false);
            statement.execute(orders);

            // The first one has done everything, and has not committed.
            database.execute("SET statement_timeout = '30s'", lines);
            assertThat(database.queryForStrings("SELECT target FROM partition_tools.jobs WHERE state = 'completed'")).containsExactly("sales.lines");

            first.commit();
            assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
        }
    }

    @Test
    void aSecondSessionOnTheSameTableIsRefusedOrWaits(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); Connection first = database.connect(); Statement statement = first.createStatement()) {
            Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, Task.MERGE.partitions(), 1_000);
            List<String> statements = Task.run(database, Task.MERGE.policy());
            first.setAutoCommit(false);
            statement.execute(statements.get(0));
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs ORDER BY job_id").get(0)).isEqualTo("running");

            assertThatThrownBy(() -> database.execute("SET statement_timeout = '10s'", statements.get(0))).isInstanceOf(SQLException.class);

            first.rollback();
            assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("pending");
            database.execute(statements.toArray(String[]::new));
            assertThat(orders.differences()).isZero();
        }
    }
}
