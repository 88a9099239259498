package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.partitiontools.api.JobProgress;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;

/** Does any kind of work, some at a time. What fails does not stop the rest. */
public final class Runner {

    private final Database database;
    private final ProgressDisplay display;
    private final JobExecutor executor;

    /** One session does a job. */
    public Runner(Database database, ProgressDisplay display) {
        this(database, display, 1);
    }

    /** @param sessions how many do one job together, where they can */
    public Runner(Database database, ProgressDisplay display, int sessions) {
        this.database = database;
        this.display = display;
        this.executor = new JobExecutor(database, sessions, display::remark);
    }

    /**
     * Does everything that is due, and returns when it is done.
     *
     * @param parallel how many tables at a time, or jobs of a migration
     * @return one result for each table, in the order in which the work names them first
     * @throws SQLException if it cannot even be found out what is to be done
     */
    public List<TableResult> run(Work work, int parallel) throws SQLException {
        List<Work.Task> tasks = work.tasks(executor);
        ProgressMonitor monitor = new ProgressMonitor(database, display);
        tasks.stream().map(Work.Task::table).distinct().forEach(monitor::watch);
        Thread monitorThread = new Thread(monitor, "progress");
        monitorThread.setDaemon(true);
        monitorThread.start();
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            Map<TableJobs, List<CompletableFuture<Void>>> parts = new LinkedHashMap<>();
            tasks.forEach(task -> parts.computeIfAbsent(task.table(), table -> new ArrayList<>()).add(CompletableFuture.runAsync(() -> work(task), threads)));
            List<CompletableFuture<TableResult>> results = new ArrayList<>();
            parts.forEach((table, all) -> results.add(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(done -> finish(table, monitor))));
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            threads.shutdown();
            monitorThread.interrupt();
        }
    }

    /** A mistake of this program at one table is that table's failure, too. */
    static void work(Work.Task task) {
        try {
            task.doing().run();
        } catch (RuntimeException | Error e) {
            task.table().failed(SqlError.unexpected(e));
        }
    }

    /** Cancels what is under way, and prevents what would begin. What is committed stays; the same work later goes on from there. */
    public void cancel() {
        executor.cancel();
    }

    /** Whether {@link #cancel} was called. */
    public boolean isCancelled() {
        return executor.isCancelled();
    }

    private TableResult finish(TableJobs table, ProgressMonitor monitor) {
        TableResult result = table.result(progress(table), executor.isCancelled());
        monitor.forget(table);
        display.finished(result);
        return result;
    }

    private List<JobProgress> progress(TableJobs table) {
        if (table.jobs().isEmpty()) {
            return List.of();
        }
        try (Connection connection = database.getConnection()) {
            return new PartitionApi(connection).progress(table.jobs());
        } catch (SQLException e) {
            // The server is gone, which the jobs' own errors have told. The report knows how far they came.
            return List.of();
        }
    }
}
