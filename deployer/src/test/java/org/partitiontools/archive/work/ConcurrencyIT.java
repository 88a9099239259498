package org.partitiontools.archive.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.archive.work.FaultProxy.Request;
import org.partitiontools.database.SqlError;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Others use the table, and the job, while a partition is archived. */
@PartitionToolsDatabase
class ConcurrencyIT {

    private static final Predicate<Request> MANIFEST = request -> request.is("PUT", "manifest.json");

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private ArchiveCase archive;

    @BeforeEach
    void createTable(TestDatabase any) throws Exception {
        archive = ArchiveCase.small(any);
    }

    @AfterEach
    void close() throws Exception {
        released.countDown();
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "INSERT INTO %s VALUES ('2026-01-31 12:00+00', -1, 'late')",
        "UPDATE %s SET note = 'late' WHERE id = 17",
        "DELETE FROM %s WHERE id = 17",
        "UPDATE %s SET at = '2026-02-02 00:00+00' WHERE id = 17"
    })
    void aChangeFailsTheJobAndIsNotLost(String change) throws Exception {
        long job = archive.job();
        CompletableFuture<Void> work = workUntil(MANIFEST, job, archive.worker());
        archive.database().execute(change.formatted("sales.orders"), change.formatted("truth"));
        released.countDown();

        assertThat(failure(work).sqlstate()).isEqualTo("PP071");
        assertThat(archive.state(job)).isEqualTo("failed");
        assertThat(archive.hasJanuary()).isTrue();
        assertThat(archive.differences()).isZero();
        assertThat(archive.leftovers()).isEmpty();
        assertThat(archive.names()).as("an archive that does not count").isEmpty();
        archive.proxy().heal();
        archive.work(archive.job());
        assertThat(archive.archives()).isEqualTo(1);
        archive.restore();
        assertThat(archive.differences()).isZero();
    }

    @Test
    void aTruncateFailsTheJobToo() throws Exception {
        long job = archive.job();
        CompletableFuture<Void> work = workUntil(MANIFEST, job, archive.worker());
        archive.database().execute("TRUNCATE sales.orders_2026_01");
        released.countDown();
        assertThat(failure(work).sqlstate()).isEqualTo("PP071");
        assertThat(archive.hasJanuary()).isTrue();
    }

    @Test
    void whoReadsOrWritesElsewhereIsNotDisturbed() throws Exception {
        CompletableFuture<Void> work = workUntil(MANIFEST, archive.job(), archive.worker());
        archive.database().execute("INSERT INTO sales.orders VALUES ('2026-02-10 00:00+00', -1, 'other')", "INSERT INTO truth VALUES ('2026-02-10 00:00+00', -1, 'other')");
        assertThat(archive.differences()).isZero();
        released.countDown();
        work.get(1, TimeUnit.MINUTES);
        archive.restore();
        assertThat(archive.differences()).isZero();
    }

    @Test
    void cancelEndsTheWorkerAndUndoesEverything() throws Exception {
        long job = archive.job();
        CompletableFuture<Void> work = workUntil(request -> request.is("PUT", ".csv.gz"), job, archive.worker());
        archive.database().execute("CALL partition_tools.cancel(" + job + ")");
        released.countDown();
        assertThat(failure(work)).isNotNull();
        assertThat(archive.state(job)).isEqualTo("cancelled");
        assertThat(archive.hasJanuary()).isTrue();
        assertThat(archive.leftovers()).isEmpty();
        assertThat(archive.differences()).isZero();
    }

    @Test
    void theWorkerItselfCanBeStopped() throws Exception {
        long job = archive.job();
        Worker worker = archive.worker();
        CompletableFuture<Void> work = workUntil(request -> request.is("PUT", ".csv.gz"), job, worker);
        worker.cancel();
        released.countDown();
        assertThat(failure(work).sqlstate()).isEqualTo("57014");
        assertThat(archive.hasJanuary()).isTrue();
        archive.proxy().heal();
        archive.work(archive.job());
        assertThat(archive.names()).containsExactlyInAnyOrder("manifest.json", "part-00000.csv.gz");
    }

    @Test
    void aSecondWorkerIsToldSo() throws Exception {
        long job = archive.job();
        CompletableFuture<Void> work = workUntil(MANIFEST, job, archive.worker());
        SQLException refusal = catchThrowableOfType(SQLException.class, () -> archive.work(job));
        assertThat(refusal.getSQLState()).isEqualTo("PP052");
        released.countDown();
        work.get(1, TimeUnit.MINUTES);
        assertThat(archive.archives()).isEqualTo(1);
        // There is nothing left to do, and no harm in asking.
        archive.work(job);
        assertThat(archive.archives()).isEqualTo(1);
    }

    /** Lets a worker go as far as a request. */
    private CompletableFuture<Void> workUntil(Predicate<Request> which, long job, Worker worker) throws InterruptedException {
        archive.proxy().hold(which, arrived, released);
        CompletableFuture<Void> work = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                worker.work(job);
                work.complete(null);
            } catch (SQLException | RuntimeException e) {
                work.completeExceptionally(e);
            }
        });
        thread.start();
        assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
        return work;
    }

    private static SqlError failure(CompletableFuture<Void> work) {
        ExecutionException failure = catchThrowableOfType(ExecutionException.class, () -> work.get(1, TimeUnit.MINUTES));
        return SqlError.of((SQLException) failure.getCause());
    }
}
