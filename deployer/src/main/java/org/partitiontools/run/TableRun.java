package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.partitiontools.archive.work.Worker;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;

/** Plans one table and executes the jobs, in order, on a connection of its own. */
final class TableRun implements Callable<TableResult>, Watched {

    /** The table is held, or another run is at work on it: the next job would wait for the same, and as long. */
    private static final Set<String> OBSTACLES_OF_ALL = Set.of("PP050", "PP052", "PP054");

    private final Database database;
    private final TableWork work;
    private final Optional<OffsetDateTime> asOf;
    private final RunningStatements statements;
    private final Worker worker;
    private final long started = System.nanoTime();
    private final Map<Long, SqlError> failures = new LinkedHashMap<>();
    private volatile List<Job> jobs = List.of();

    TableRun(Database database, TableWork work, Optional<OffsetDateTime> asOf, RunningStatements statements, Worker worker) {
        this.database = database;
        this.work = work;
        this.asOf = asOf;
        this.statements = statements;
        this.worker = worker;
    }

    @Override
    public String table() {
        return work.table();
    }

    @Override
    public List<Job> jobs() {
        return jobs;
    }

    /** Executes the jobs; an error becomes part of the result, for it must not stop other tables. */
    @Override
    public TableResult call() {
        try (Connection connection = database.getConnection()) {
            PartitionApi api = new PartitionApi(connection);
            jobs = api.run(work, asOf);
            executeJobs(connection, api);
            List<JobProgress> progress = progress(api);
            return result(progress, first(failures.values()), left(api));
        } catch (SQLException e) {
            return result(List.of(), first(failures.values()).or(() -> Optional.of(SqlError.of(e))), 0);
        }
    }

    /** One obstacle is one failed job: those that do not need it go on. */
    private void executeJobs(Connection connection, PartitionApi api) throws SQLException {
        JobExecutor executor = new JobExecutor(database, statements);
        for (Job job : jobs) {
            if (statements.isCancelled()) {
                break;
            }
            if (failures.isEmpty() || !api.needsOneOf(job, failures.keySet())) {
                Optional<SqlError> error = api.waitsForWorker(job) ? work(job) : executor.execute(connection, job);
                error.ifPresent(reason -> failures.put(job.id(), reason));
                if (error.isPresent() && (OBSTACLES_OF_ALL.contains(error.get().sqlstate()) || !connection.isValid(0))) {
                    break;
                }
            }
        }
    }

    /** What the policy still wants although every job is done: it may limit the operations of a run. */
    private int left(PartitionApi api) throws SQLException {
        return jobs.isEmpty() || !failures.isEmpty() || statements.isCancelled() ? 0 : api.plan(work, asOf).values().size();
    }

    private static Optional<SqlError> first(Collection<SqlError> errors) {
        return errors.stream().findFirst();
    }

    private Optional<SqlError> work(Job job) {
        try {
            worker.work(job.id());
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(SqlError.of(e));
        }
    }

    private List<JobProgress> progress(PartitionApi api) {
        try {
            return api.progress(jobs);
        } catch (SQLException e) {
            // The connection is gone, which the job's own error has told. The report knows how far it came.
            return List.of();
        }
    }

    private TableResult result(List<JobProgress> progress, Optional<SqlError> error, int left) {
        return Ending.of(jobs, progress, error, statements.isCancelled())
                .result(work.table(), Duration.ofNanos(System.nanoTime() - started), failures, left);
    }
}
