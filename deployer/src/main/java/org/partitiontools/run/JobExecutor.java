package org.partitiontools.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;

/** Executes jobs, and sees to it that the database knows of each that failed. */
final class JobExecutor {

    private final Database database;
    private final RunningStatements statements;

    JobExecutor(Database database, RunningStatements statements) {
        this.database = database;
        this.statements = statements;
    }

    /**
     * Executes a job, unless everything has been cancelled.
     *
     * @param connection in autocommit mode
     * @return why it failed, if it did
     */
    Optional<SqlError> execute(Connection connection, Job job) {
        try (Statement statement = connection.createStatement()) {
            statements.execute(statement, job.statement());
            return Optional.empty();
        } catch (SQLException e) {
            SqlError error = SqlError.of(e);
            if (job.forgetsItsFailure()) {
                record(job, error);
            }
            return Optional.of(error);
        }
    }

    /** In a session of its own: that of the job may be what was lost. */
    private void record(Job job, SqlError error) {
        try (Connection connection = database.getConnection()) {
            new PartitionApi(connection).recordFailure(job, error);
        } catch (SQLException e) {
            // The server is gone, which the job's own error tells. The job is pending, and can be started again.
            return;
        }
    }
}
