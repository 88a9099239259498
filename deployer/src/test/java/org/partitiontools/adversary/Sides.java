package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Executes statements for the twin and then for the table, in one transaction, and compares what they did.
 *
 * <p>The twin always comes first: whoever has its rows has those of the table, so that sessions wait for each other there, and
 * what goes wrong at the table is not the sessions' own doing.
 */
final class Sides {

    private final Connection connection;

    Sides(Connection connection) {
        this.connection = connection;
    }

    /** An error of the table alone. */
    static final class TableError extends SQLException {

        private static final long serialVersionUID = 1L;

        TableError(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause);
        }
    }

    /** Executes a statement on both sides; a statement with RETURNING has to return the same rows. */
    int both(String template) throws SQLException, Finding {
        List<String> truth = run(template.replace("$S", "truth"));
        List<String> app;
        try {
            app = run(template.replace("$S", "app"));
        } catch (SQLException e) {
            throw new TableError(e);
        }
        if (!truth.equals(app)) {
            throw new Finding("a statement does " + summary(app, truth) + " instead of " + summary(truth, app) + ": " + template);
        }
        return truth.isEmpty() ? 0 : truth.size() - 1;
    }

    /** Expects the same error on both sides, where the twin gives one. */
    void bothRefuse(String template) throws SQLException, Finding {
        String truth = state(template.replace("$S", "truth"));
        String app = state(template.replace("$S", "app"));
        boolean checked = truth.equals("none") || truth.equals("42501") || truth.startsWith("23");
        if (!truth.equals(app) && checked && (app.equals("none") || !app.matches("40.*|55P03|57014"))) {
            throw new Finding("a statement ends with SQLSTATE " + app + " instead of " + truth + ": " + template);
        }
    }

    /** COPY of rows that the twin has got already. */
    void copy(String columns, String condition) throws SQLException, Finding {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            java.io.StringWriter text = new java.io.StringWriter();
            // As text, so that nothing of a value may get lost.
            execute("SET LOCAL extra_float_digits = 1");
            long out = copy.copyOut("COPY (SELECT " + columns + " FROM truth.t WHERE " + condition + ") TO STDOUT", text);
            try {
                long in = copy.copyIn("COPY app.t (" + columns + ") FROM STDIN", new java.io.StringReader(text.toString()));
                if (in != out) {
                    throw new Finding("COPY copied " + in + " rows of " + out);
                }
            } catch (SQLException e) {
                throw new TableError(e);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows. */
    List<String> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }

    private String state(String sql) throws SQLException {
        execute("SAVEPOINT refused");
        try {
            execute(sql);
            execute("SET CONSTRAINTS ALL IMMEDIATE");
            execute("ROLLBACK TO refused");
            return "none";
        } catch (SQLException e) {
            execute("ROLLBACK TO refused");
            return e.getSQLState();
        }
    }

    /** The rows that a statement returns, sorted, and before them how many it changed. */
    private List<String> run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet row = statement.getResultSet();
                while (row.next()) {
                    rows.add(row.getString(1));
                }
                Collections.sort(rows);
                rows.add(0, rows.size() + " rows");
            } else {
                rows.add(statement.getUpdateCount() + " rows");
            }
            return rows;
        }
    }

    private static String summary(List<String> rows, List<String> others) {
        List<String> only = new ArrayList<>(rows);
        others.forEach(only::remove);
        String first = only.stream().filter(row -> !row.endsWith(" rows")).findFirst().orElse("");
        return rows.get(0) + (first.isEmpty() ? "" : " (such as " + (first.length() > 150 ? first.substring(0, 150) + "..." : first) + ")");
    }
}
