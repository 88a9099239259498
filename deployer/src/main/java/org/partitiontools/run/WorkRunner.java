package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.partitiontools.archive.work.Worker;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;

/** Does jobs that wait for a worker: those of one table one after the other, some tables at a time. A job that fails does not stop the others. */
public final class WorkRunner {

    private final Database database;
    private final ProgressDisplay display;
    private final Worker worker;
    private final Set<Long> failed = new HashSet<>();
    private volatile boolean cancelled;

    public WorkRunner(Database database, ProgressDisplay display) {
        this.database = database;
        this.display = display;
        this.worker = new Worker(database);
    }

    /**
     * Does everything that waits. What has failed is tried once.
     *
     * @param parallel how many tables at a time
     * @return one result for each table
     */
    public List<TableResult> work(int parallel) throws SQLException {
        List<WaitingJob> jobs;
        try (Connection connection = database.getConnection()) {
            jobs = new PartitionApi(connection).waiting(true).stream().filter(waiting -> !hasFailed(waiting.job())).toList();
        }
        return work(jobs, parallel);
    }

    /**
     * Brings one archive back.
     *
     * @param table name of a plain table, {@code schema.name}; empty means as a partition of its table
     */
    public TableResult restore(long archive, Optional<String> table) throws SQLException {
        WaitingJob job;
        try (Connection connection = database.getConnection()) {
            job = new PartitionApi(connection).restore(archive, table);
        }
        return work(List.of(job), 1).get(0);
    }

    /** Ends what is under way, and what would begin. Jobs can go on later. */
    public void cancel() {
        cancelled = true;
        worker.cancel();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    private List<TableResult> work(List<WaitingJob> jobs, int parallel) {
        Map<String, TargetJobs> targets = new LinkedHashMap<>();
        jobs.forEach(waiting -> targets.computeIfAbsent(waiting.target(), TargetJobs::new).add(waiting.job()));
        ProgressMonitor monitor = new ProgressMonitor(database, display);
        targets.values().forEach(monitor::watch);
        Thread monitorThread = new Thread(monitor, "progress");
        monitorThread.setDaemon(true);
        monitorThread.start();
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            List<CompletableFuture<TableResult>> results = new ArrayList<>();
            targets.values().forEach(target -> results.add(CompletableFuture.supplyAsync(() -> work(target), threads)));
            return results.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
            monitorThread.interrupt();
        }
    }

    private TableResult work(TargetJobs target) {
        for (Job job : target.jobs()) {
            target.ended(cancelled ? Optional.empty() : work(job));
        }
        TableResult result = target.result(progress(target), cancelled);
        display.finished(result);
        return result;
    }

    private Optional<SqlError> work(Job job) {
        try {
            worker.work(job.id());
            return Optional.empty();
        } catch (SQLException e) {
            synchronized (failed) {
                failed.add(job.id());
            }
            return Optional.of(SqlError.of(e));
        }
    }

    private boolean hasFailed(Job job) {
        synchronized (failed) {
            return failed.contains(job.id());
        }
    }

    private List<JobProgress> progress(TargetJobs target) {
        try (Connection connection = database.getConnection()) {
            return new PartitionApi(connection).progress(target.jobs());
        } catch (SQLException e) {
            // The server is gone, which the jobs' own errors have told. The report knows how far they came.
            return List.of();
        }
    }
}
