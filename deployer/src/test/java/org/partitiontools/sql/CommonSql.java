package org.partitiontools.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database in which the common part of the bundle is installed. Works on servers as old as 9.6, which the rest of the
 * test tools does not.
 */
final class CommonSql implements AutoCloseable {

    private final String url;
    private final Connection connection;

    /**
     * @param url a JDBC URL that needs no password
     */
    CommonSql(String url) throws SQLException {
        this.url = url;
        this.connection = DriverManager.getConnection(url);
    }

    /** The first column of all rows of a query without parameters, executed under settings, in a session of its own. */
    List<String> stringsUnder(SessionSettings settings, String query) throws SQLException {
        try (Connection session = DriverManager.getConnection(url); Statement statement = session.createStatement()) {
            statement.execute("CREATE TEMP TABLE answer (n serial, text text)");
            boolean old = session.getMetaData().getDatabaseMajorVersion() < 14;
            String insert = "INSERT INTO answer (text) " + query;
            statement.execute(old ? settings.aroundInIsoStyle(insert) : settings.around(insert));
            try (ResultSet result = statement.executeQuery("SELECT text FROM answer ORDER BY n")) {
                return read(result);
            }
        }
    }

    /** The first column of all rows; parameters are strings or arrays of them. */
    List<String> strings(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i] instanceof Object[] array
                        ? connection.createArrayOf("text", array) : parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return read(result);
            }
        }
    }

    private static List<String> read(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        while (result.next()) {
            values.add(result.getString(1));
        }
        return values;
    }

    /** The first column of the only row. */
    String string(String sql, Object... parameters) throws SQLException {
        List<String> values = strings(sql, parameters);
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " rows instead of one: " + sql);
        }
        return values.get(0);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
