package org.partitiontools.lifecycle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.partitiontools.testing.TestDatabase;

/** Statements in a session that a test holds open. */
public final class Sessions {

    private Sessions() {
    }

    /** A new session with an open transaction that has executed statements. */
    static Connection transaction(TestDatabase database, String level, String... statements) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        execute(connection, "SET TRANSACTION ISOLATION LEVEL " + level);
        for (String sql : statements) {
            execute(connection, sql);
        }
        return connection;
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first value of the first row, as text. */
    public static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
