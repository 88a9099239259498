package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.partitiontools.archive.Worker;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;

/** Plans one table and executes the jobs, in order, on a connection of its own. */
final class TableRun implements Callable<TableResult>, Watched {

    private final Database database;
    private final TableWork work;
    private final Optional<OffsetDateTime> asOf;
    private final RunningStatements statements;
    private final Worker worker;
    private final long started = System.nanoTime();
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
            Optional<SqlError> error = executeJobs(connection, api);
            return result(progress(api), error);
        } catch (SQLException e) {
            return result(List.of(), Optional.of(SqlError.of(e)));
        }
    }

    /** Stops at the first error: a later job of the table would first do the earlier one again. */
    private Optional<SqlError> executeJobs(Connection connection, PartitionApi api) throws SQLException {
        JobExecutor executor = new JobExecutor(database, statements);
        for (Job job : jobs) {
            if (statements.isCancelled()) {
                break;
            }
            Optional<SqlError> error = api.waitsForWorker(job) ? work(job) : executor.execute(connection, job);
            if (error.isPresent()) {
                return error;
            }
        }
        return Optional.empty();
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

    private TableResult result(List<JobProgress> progress, Optional<SqlError> error) {
        return Ending.of(jobs, progress, error, statements.isCancelled())
                .result(work.table(), Duration.ofNanos(System.nanoTime() - started));
    }
}
