package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.lifecycle.Await;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** Workers among each other, and among those who use the table. */
@PartitionToolsDatabase(each = true)
class UnloadLocksIT {

    /** What partition_tools.lock_timeout allows, and what a slow machine may add. */
    private static final long MARGIN_MILLIS = 300 + 1500;
    private static final String MERGE = """
            [{"operation": "merge_partitions", "granularity": "3 months", "lower_bound": "3 months", "upper_bound": "-1 month"}]""";

    private TestDatabase database;
    private Archived orders;
    private Archives archives;

    @BeforeEach
    void createTable(TestDatabase fresh) throws SQLException {
        database = fresh;
        orders = Archived.create(database);
        archives = new Archives(database);
    }

    @Test
    void aSecondWorkerIsRefused() throws Exception {
        List<Long> jobs = orders.run(Archived.POLICY);
        try (Archives.Session one = archives.session(); Archives.Session two = archives.session()) {
            one.begin(jobs.get(0));
            String result = one.upload(jobs.get(0));
            for (long job : jobs) {
                ServerErrorMessage error = SqlErrors.raised("PP052", () -> two.begin(job));
                assertThat(error.getDetail()).isEqualTo("Session " + one.pid() + " executes job " + jobs.get(0) + ".");
            }
            SqlErrors.raised("PP052", () -> two.task(jobs.get(0)));
            SqlErrors.raised("PP052", () -> two.done(jobs.get(0), result));
            two.failed(jobs.get(0), "not mine");
            assertThat(orders.state(jobs.get(0))).isEqualTo("running");
            one.done(jobs.get(0), result);
            two.begin(jobs.get(1));
            two.done(jobs.get(1), two.upload(jobs.get(1)));
        }
        assertThat(orders.archives()).containsExactly(Archived.JANUARY, "orders_2026_02");
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void aJobThatWaitsIsCancelledWhileAWorkerIsBusy() throws Exception {
        List<Long> jobs = orders.run(Archived.POLICY);
        try (Archives.Session worker = archives.session()) {
            worker.begin(jobs.get(0));
            database.execute("SET statement_timeout = '10s'", "CALL partition_tools.cancel(" + jobs.get(1) + ")");
            assertThat(orders.state(jobs.get(1))).isEqualTo("cancelled");
            worker.done(jobs.get(0), worker.upload(jobs.get(0)));
            worker.begin(jobs.get(1));
            assertThat(worker.task(jobs.get(1))).isNull();
        }
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void otherRunsAreToldWhoIsBusy() throws Exception {
        long job = orders.job();
        long merge = orders.run(MERGE).get(0);
        try (Archives.Session worker = archives.session(); Archives.Session other = archives.session()) {
            worker.begin(job);
            assertThat(SqlErrors.raised("PP052", () -> other.execute("CALL partition_tools.start(" + merge + ")")).getMessage()).contains("a worker is busy with sales.orders");
            worker.done(job, worker.upload(job));
            other.execute("CALL partition_tools.start(" + merge + ")");
        }
        assertThat(orders.differencesWithoutJanuary()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void anInterruptedUploadIsUndoneByAnotherRun() throws Exception {
        long job = orders.job();
        try (Archives.Session worker = archives.session()) {
            worker.begin(job);
            worker.upload(job);
        }
        Await.until("the session to go", () -> orders.state(job).equals("interrupted"));
        try (Archives.Session other = archives.session()) {
            other.execute("CALL partition_tools.start(" + orders.run(MERGE).get(0) + ")");
        }
        assertThat(orders.state(job)).isEqualTo("cancelled");
        assertThat(orders.leftovers()).isEmpty();
        assertThat(orders.differences()).isZero();
        assertThat(orders.job()).isGreaterThan(job);
    }

    @Test
    void writersGoOn() throws Exception {
        long job = orders.job();
        AtomicBoolean end = new AtomicBoolean();
        List<Long> nanos = new ArrayList<>();
        CompletableFuture<Void> load = Background.run(() -> writeUntil(end, nanos));
        try (Archives.Session worker = archives.session()) {
            // Each takes hundreds of times as long as a writer may have to wait for it.
            Thread.sleep(200);
            worker.begin(job);
            String result = worker.upload(job);
            Thread.sleep(500);
            worker.done(job, result);
            Thread.sleep(200);
        } finally {
            end.set(true);
        }
        load.join();
        double locked = Double.parseDouble(database.queryForString("SELECT locked_ms FROM partition_tools.jobs WHERE job_id = ?", job));
        long slowest = nanos.stream().max(Long::compare).orElseThrow() / 1_000_000;
        System.out.printf("unload: swap locked for %s ms; slowest of %d writes %d ms%n", locked, nanos.size(), slowest);
        assertThat(nanos).hasSizeGreaterThan(100);
        assertThat(slowest).isLessThan(MARGIN_MILLIS);
        assertThat(locked).isLessThan(500);
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
    }

    /** To partitions beside the one that is unloaded; through the table, so that its lock is felt. */
    private void writeUntil(AtomicBoolean end, List<Long> nanos) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            while (!end.get()) {
                long start = System.nanoTime();
                statement.execute("INSERT INTO sales.orders (at, amount) VALUES ('2026-04-04 04:04+00', 4)");
                nanos.add(System.nanoTime() - start);
            }
        }
    }

    @Test
    void writersOfThePartitionItselfGoOnUntilTheSwap() throws Exception {
        long job = orders.job();
        try (Archives.Session worker = archives.session(); Connection reader = database.connect();
                Connection writer = database.connect(); Statement writing = writer.createStatement()) {
            worker.begin(job);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.setAutoCommit(false);
            try (Statement reading = reader.createStatement()) {
                reading.execute("SELECT count(*) FROM sales.orders_2026_01");
            }
            String result = worker.upload(job);
            writing.execute("SET lock_timeout = '10ms'");
            writing.execute("UPDATE sales.orders SET note = 'mine' WHERE id = 1");
            reader.rollback();
            SqlErrors.raised("PP071", () -> worker.done(job, result));
        }
    }

    @Test
    void whoeverReadsThePartitionIsWaitedForInSlices() throws Exception {
        long job = orders.job();
        try (Archives.Session worker = archives.session(); Connection reader = database.connect(); Statement reading = reader.createStatement()) {
            worker.begin(job);
            String result = worker.upload(job);
            reader.setAutoCommit(false);
            reading.execute("SELECT count(*) FROM sales.orders");
            CompletableFuture<Void> ending = Background.run(() -> worker.done(job, result));
            Await.lockWait(database, worker.pid());
            assertThat(slowestInsert(20)).isLessThan(MARGIN_MILLIS);
            assertThat(ending).isNotDone();
            reader.commit();
            ending.join();
        }
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
        assertThat(orders.leftovers()).isEmpty();
    }

    private long slowestInsert(int times) throws SQLException, InterruptedException {
        long slowest = 0;
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                statement.execute("INSERT INTO sales.orders (at, amount) VALUES ('2026-04-04 04:04+00', 4)");
                slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
                Thread.sleep(40);
            }
        }
        return slowest;
    }

    /** The archive is good, and nobody has changed anything: once the lock can be had, anybody can finish the job. */
    @Test
    void patienceEndsAndStartFinishes() throws Exception {
        long job = orders.job();
        try (Archives.Session worker = archives.session(); Connection reader = database.connect(); Statement reading = reader.createStatement()) {
            worker.execute("SET partition_tools.lock_patience = '1s'");
            worker.begin(job);
            String result = worker.upload(job);
            reader.setAutoCommit(false);
            reading.execute("SELECT count(*) FROM sales.orders");
            SqlErrors.raised("PP050", () -> worker.done(job, result));
            assertThat(orders.phase(job)).isEqualTo("unload_swap");
            reader.commit();
        }
        try (Archives.Session anybody = archives.session()) {
            anybody.execute("CALL partition_tools.start(" + job + ")");
        }
        assertThat(orders.archives()).containsExactly(Archived.JANUARY);
        assertThat(orders.differencesWithoutJanuary()).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }
}
