package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.partitiontools.api.Job;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.archive.work.Worker;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;

/** Executes jobs until everything is cancelled, and sees to it that the database knows of each that failed. */
final class JobExecutor {

    /** The lock was waited for too long; or the partition is being detached, or was, by another session. */
    private static final Set<String> LEFT_TO_THE_JOB = Set.of("55P03", "55000", "42P01");

    private final Database database;
    private final RunningStatements statements = new RunningStatements();
    private final Worker worker;
    private final int sessions;
    private final AtomicBoolean saidAlone = new AtomicBoolean();
    private final Consumer<String> remarks;

    /**
     * @param sessions how many do one job together, where they can
     * @param remarks takes what people should know, and is not about the end of a job
     */
    JobExecutor(Database database, int sessions, Consumer<String> remarks) {
        this.database = database;
        this.worker = new Worker(database);
        this.sessions = sessions;
        this.remarks = remarks;
    }

    Connection connect() throws SQLException {
        return database.getConnection();
    }

    /** As below, on a connection of its own. */
    Optional<SqlError> execute(Job job) {
        try (Connection connection = connect()) {
            return execute(connection, job, Map.of());
        } catch (SQLException e) {
            return Optional.of(SqlError.of(e));
        }
    }

    /**
     * Executes the statement of a job.
     *
     * @param connection in autocommit mode
     * @param settings of the sessions that help, by their full names
     * @return why it failed, if it did
     */
    Optional<SqlError> execute(Connection connection, Job job, Map<String, String> settings) {
        try (Statement statement = connection.createStatement(); Help help = help(connection, job, settings)) {
            start(connection, statement, job);
            help.failures().forEach(remarks);
            return Optional.empty();
        } catch (SQLException e) {
            SqlError error = SqlError.of(e);
            if (job.forgetsItsFailure()) {
                record(job, error);
            }
            return Optional.of(error);
        }
    }

    /** One transaction cannot be shared, and a job that moves no rows is not worth it. */
    private Help help(Connection connection, Job job, Map<String, String> settings) throws SQLException {
        if (sessions > 1 && job.forgetsItsFailure() && !saidAlone.getAndSet(true)) {
            remarks.accept("each job is one transaction here, which sessions cannot share: one session does it");
        }
        boolean shared = sessions > 1 && !job.forgetsItsFailure() && new PartitionApi(connection).movesRows(job);
        return new Help(database, statements, job, shared ? sessions - 1 : 0, settings);
    }

    /** A procedure can do nothing CONCURRENTLY, and a session can. */
    private void start(Connection connection, Statement statement, Job job) throws SQLException {
        try {
            statements.execute(statement, job.statement());
        } catch (SQLException e) {
            if (!PartitionApi.KEYS_WANTED.equals(e.getSQLState()) && !PartitionApi.DETACH_WANTED.equals(e.getSQLState())) {
                throw e;
            }
            PartitionApi api = new PartitionApi(connection);
            for (String sql : api.clientStatements(job.id())) {
                if (PartitionApi.DETACH_WANTED.equals(e.getSQLState())) {
                    detach(api, connection, statement, sql);
                } else {
                    statements.execute(statement, sql);
                }
            }
            statements.execute(statement, job.statement());
        }
    }

    /** It waits for whoever uses the table. Where they do not end, the job, started again, finishes it, or says who is in its way. */
    private void detach(PartitionApi api, Connection connection, Statement statement, String sql) throws SQLException {
        api.boundLockWaits(true);
        try {
            statements.execute(statement, sql);
        } catch (SQLException e) {
            if (!LEFT_TO_THE_JOB.contains(e.getSQLState())) {
                throw e;
            }
        } finally {
            if (connection.isValid(0)) {
                api.boundLockWaits(false);
            }
        }
    }

    /** Does a job, whoever is to do it, on connections of its own. */
    Optional<SqlError> perform(Job job) {
        try (Connection connection = connect()) {
            if (!new PartitionApi(connection).waitsForWorker(job)) {
                return execute(connection, job, Map.of());
            }
        } catch (SQLException e) {
            return Optional.of(SqlError.of(e));
        }
        return carry(job);
    }

    /**
     * Does what a job waits for, outside the database, and the rest of the job.
     *
     * @return why it failed, if it did
     */
    Optional<SqlError> carry(Job job) {
        try {
            worker.work(job.id());
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(SqlError.of(e));
        }
    }

    /** Ends what is under way, and prevents what would begin. */
    void cancel() {
        statements.cancel();
        worker.cancel();
    }

    boolean isCancelled() {
        return statements.isCancelled();
    }

    /** In a session of its own: that of the job may be what was lost. */
    private void record(Job job, SqlError error) {
        try (Connection connection = connect()) {
            new PartitionApi(connection).recordFailure(job, error);
        } catch (SQLException e) {
            // The server is gone, which the job's own error tells. The job is pending, and can be started again.
            return;
        }
    }
}
