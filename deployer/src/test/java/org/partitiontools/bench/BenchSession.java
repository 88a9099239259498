package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.partitiontools.database.Database;

/** Statements of a benchmark, and how long they take. */
final class BenchSession {

    private final Database database;

    BenchSession(Database database) {
        this.database = database;
    }

    double seconds(String... statements) throws SQLException {
        long start = System.nanoTime();
        execute(statements);
        return (System.nanoTime() - start) / 1e9;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String query(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** For how long the last job held its locks on the table. */
    double lockedMillis() throws SQLException {
        return Double.parseDouble(query("SELECT locked_ms FROM partition_tools.jobs WHERE locked_ms IS NOT NULL ORDER BY job_id DESC LIMIT 1"));
    }
}
