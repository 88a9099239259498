package org.partitiontools.run;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.partitiontools.archive.work.Worker;
import org.partitiontools.database.Database;

/** Brings several tables into shape, some at a time; the jobs of each in order. A table that fails does not stop the others. */
public final class Runner {

    private final Database database;
    private final ProgressDisplay display;
    private final RunningStatements statements = new RunningStatements();
    private final Worker worker;

    public Runner(Database database, ProgressDisplay display) {
        this.database = database;
        this.display = display;
        this.worker = new Worker(database);
    }

    /**
     * Executes everything that is due, and returns when it is done.
     *
     * @param tables at most one work a table
     * @param parallel how many tables at a time
     * @param asOf the reference time; empty means now
     * @return one result for each table, in the same order
     */
    public List<TableResult> run(List<TableWork> tables, int parallel, Optional<OffsetDateTime> asOf) {
        ProgressMonitor monitor = new ProgressMonitor(database, display);
        Thread monitorThread = new Thread(monitor, "progress");
        monitorThread.setDaemon(true);
        monitorThread.start();
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        try {
            List<CompletableFuture<TableResult>> results = tables.stream()
                    .map(work -> CompletableFuture.supplyAsync(() -> run(work, asOf, monitor), workers))
                    .toList();
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            workers.shutdown();
            monitorThread.interrupt();
        }
    }

    /** Cancels the running statements. What is done stays; the same run later goes on from there. */
    public void cancel() {
        statements.cancel();
        worker.cancel();
    }

    private TableResult run(TableWork work, Optional<OffsetDateTime> asOf, ProgressMonitor monitor) {
        TableRun run = new TableRun(database, work, asOf, statements, worker);
        monitor.watch(run);
        TableResult result = run.call();
        monitor.forget(run);
        display.finished(result);
        return result;
    }
}
