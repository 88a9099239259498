package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** A session that executes jobs, and keeps what the server says meanwhile. */
final class JobSession implements AutoCloseable {

    private final Connection connection;
    private final List<String> messages = new ArrayList<>();

    private JobSession(Connection connection) {
        this.connection = connection;
    }

    /** @param settings such as {@code lock_patience = '1s'}, without the prefix {@code partition_tools.} */
    static JobSession open(TestDatabase database, String... settings) throws SQLException {
        JobSession session = new JobSession(database.connect());
        // A session that hangs is to fail, not to hold up the build.
        session.execute("SET statement_timeout = '100s'");
        // Tells of every partition that is attached whether its rows are read.
        session.execute("SET client_min_messages = debug1");
        for (String setting : settings) {
            session.execute("SET partition_tools." + setting);
        }
        return session;
    }

    int pid() throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    void start(long job) throws SQLException {
        execute("CALL partition_tools.start(" + job + ")");
    }

    void cancel(long job) throws SQLException {
        execute("CALL partition_tools.cancel(" + job + ")");
    }

    /** Cancels a job that may have swapped: then cancel has to say so. Returns whether it is cancelled. */
    boolean cancelUnlessSwapped(long job) throws SQLException {
        try {
            cancel(job);
            return true;
        } catch (SQLException e) {
            if (!"PP056".equals(e.getSQLState())) {
                throw e;
            }
            return false;
        }
    }

    CompletableFuture<Void> startInBackground(long job) {
        return Background.run(() -> start(job));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute(sql);
            } finally {
                for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                    messages.add(w.getMessage());
                }
            }
        }
    }

    /** Notices and debug output of all statements so far. */
    List<String> messages() {
        return messages;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
