package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.database.SqlError;

/** Executes the jobs of data migrations, some at a time, in the order of their priorities. A job that fails does not stop the others. */
public final class MigrationRunner {

    private final Database database;
    private final ProgressDisplay display;
    private final RunningStatements statements = new RunningStatements();
    private final Map<String, TargetJobs> targets = new LinkedHashMap<>();
    private final List<MigrationJob> jobs = new ArrayList<>();
    private final SortedSet<Long> runs = new TreeSet<>();

    public MigrationRunner(Database database, ProgressDisplay display) {
        this.database = database;
        this.display = display;
    }

    /**
     * Makes the jobs, or finds those to go on with. Truncates what the configuration says.
     *
     * @return the numbers of the runs they belong to: one new, and those that go on; at least one
     */
    public SortedSet<Long> prepare(Migration migration) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (MigrationJob job : new PartitionApi(connection).migrate(migration, display::remark)) {
                jobs.add(job);
                targets.computeIfAbsent(job.target(), TargetJobs::new).add(job.job());
                runs.add(job.run());
            }
        }
        return runs;
    }

    /**
     * Executes what was prepared, and returns when it is done.
     *
     * @param parallel how many jobs at a time, each on a connection of its own
     * @return one result for each table, in the order of the priorities
     */
    public List<TableResult> run(int parallel) {
        ProgressMonitor monitor = new ProgressMonitor(database, display);
        targets.values().forEach(monitor::watch);
        Thread monitorThread = new Thread(monitor, "progress");
        monitorThread.setDaemon(true);
        monitorThread.start();
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        Map<TargetJobs, TableResult> results = new LinkedHashMap<>();
        targets.values().forEach(target -> results.put(target, null));
        try {
            List<CompletableFuture<Void>> ended = jobs.stream()
                    .map(job -> CompletableFuture.runAsync(() -> execute(targets.get(job.target()), job, results), workers))
                    .toList();
            ended.forEach(CompletableFuture::join);
            return List.copyOf(results.values());
        } finally {
            workers.shutdown();
            monitorThread.interrupt();
        }
    }

    /** Compares sources and targets of the runs that were prepared, range by range. */
    public Rows verify() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new PartitionApi(connection).verify(runs);
        }
    }

    /** Cancels the running statements. What is committed stays, and the jobs can go on later. */
    public void cancel() {
        statements.cancel();
    }

    /** Whether everything that was prepared had ended before. */
    public boolean isNothingToDo() {
        return jobs.stream().allMatch(MigrationJob::ended);
    }

    /** Whether {@link #cancel} was called. */
    public boolean isCancelled() {
        return statements.isCancelled();
    }

    private void execute(TargetJobs target, MigrationJob job, Map<TargetJobs, TableResult> results) {
        Optional<SqlError> error = job.ended() ? Optional.empty() : execute(job.job());
        if (target.ended(error)) {
            TableResult result = target.result(progress(target), statements.isCancelled());
            synchronized (results) {
                results.put(target, result);
            }
            display.finished(result);
        }
    }

    private Optional<SqlError> execute(Job job) {
        try (Connection connection = database.getConnection()) {
            return new JobExecutor(database, statements).execute(connection, job);
        } catch (SQLException e) {
            return Optional.of(SqlError.of(e));
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
