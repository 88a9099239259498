package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.partitiontools.testing.TestDatabase;

/** Executes a job step by step, each in a transaction of its own, as {@code start} does, but to stop between any two. */
public final class Steps implements AutoCloseable {

    private static final int MAX_STEPS = 500;
    private static final int TRIES = 50;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String OLD_SNAPSHOTS = "PP054";

    private final Connection connection;
    private final long job;

    private Steps(Connection connection, long job) {
        this.connection = connection;
        this.job = job;
    }

    public static Steps of(TestDatabase database, long job) throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            // Few blocks a step, so that the copy takes several.
            statement.execute("SET partition_tools.batch_ms = '1'");
        }
        return new Steps(connection, job);
    }

    /** Does one step and returns the phase that comes next. */
    public String next() throws SQLException {
        for (int i = 1;; i++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT partition_tools_internal.job_step(" + job + ")");
                return phase(statement);
            } catch (SQLException e) {
                // An autovacuum may be in the way, as for start, which tries again.
                if (i > TRIES || !LOCK_NOT_AVAILABLE.equals(e.getSQLState()) && !OLD_SNAPSHOTS.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private String phase(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT phase FROM partition_tools.jobs WHERE job_id = " + job)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Does steps until a phase comes next. */
    public static void until(TestDatabase database, long job, String phase) throws SQLException {
        try (Steps steps = of(database, job)) {
            String next = "";
            for (int i = 0; !next.equals(phase); i++) {
                if (i > MAX_STEPS || next.equals("done")) {
                    throw new AssertionError("job " + job + " never came to phase " + phase);
                }
                next = steps.next();
            }
        }
    }

    public static String phase(TestDatabase database, long job) throws SQLException {
        return database.queryForString("SELECT phase FROM partition_tools.jobs WHERE job_id = ?", job);
    }

    public static String state(TestDatabase database, long job) throws SQLException {
        return database.queryForString("SELECT state FROM partition_tools.jobs WHERE job_id = ?", job);
    }
}
