package org.partitiontools.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * A connection pooler such as pgbouncer between this program and the server. Settings and advisory locks belong to a session of
 * the server: they are ours only as long as the pooler leaves one session to us.
 */
final class Pooler {

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    /** Something to be done with a connection. */
    @FunctionalInterface
    interface Action {
        void on(Connection connection) throws SQLException;
    }

    private Pooler() {
    }

    /** Whether the process that answers is not the one that the connection was made to. */
    static boolean isBetween(Connection connection) throws SQLException {
        return backend(connection) != connection.unwrap(PGConnection.class).getBackendPID();
    }

    /**
     * Refuses a pooler that gives each transaction whichever session is free. Without this, what a session is told would be
     * left to a stranger.
     *
     * @param second opens another connection in the same way
     * @throws ReportedException PP057 if two connections were seen to share a session, or one to change it
     */
    static void requireSessions(Connection connection, Opening second) throws SQLException {
        long first = backend(connection);
        try (Connection other = second.open()) {
            // In a transaction, so that it keeps what it gets, while we ask again.
            other.setAutoCommit(false);
            boolean shared = backend(other) == first || backend(connection) != first;
            other.rollback();
            if (shared) {
                throw new ReportedException(new SqlError("PP057", "the connection is pooled by transaction",
                        "Two statements of one connection were, or could be, executed in different sessions of the server; settings and"
                                + " advisory locks would be left in sessions of others.",
                        "Connect to the server itself, or to a pool in session mode."), null);
            }
        }
    }

    /** The same connection, which does something before it is closed. */
    static Connection restoring(Connection connection, Action beforeClose) {
        return (Connection) Proxy.newProxyInstance(Pooler.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("close") && !connection.isClosed()) {
                restore(connection, beforeClose);
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static void restore(Connection connection, Action action) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            action.on(connection);
        } catch (SQLException e) {
            // The session is gone, and its settings with it.
            return;
        }
    }

    private static long backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
