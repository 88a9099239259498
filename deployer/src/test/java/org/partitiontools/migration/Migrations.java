package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.partitiontools.testing.TestDatabase;

/** Data migrations of a test, in the words of SQL. */
final class Migrations {

    private final TestDatabase database;

    Migrations(TestDatabase database) {
        this.database = database;
    }

    /**
     * Inserts a row into the configuration.
     *
     * @param options the rest of the row as SQL: {@code pkey = 'id', batchsize = 10}
     * @return its config_id
     */
    long configure(String source, String target, String... options) throws SQLException {
        StringBuilder columns = new StringBuilder("source, target");
        StringBuilder values = new StringBuilder("'" + source + "', '" + target + "'");
        for (String option : options) {
            String[] parts = option.split(" = ", 2);
            columns.append(", ").append(parts[0]);
            values.append(", ").append(parts[1]);
        }
        return Long.parseLong(database.queryForString("INSERT INTO partition_tools.migration_config (" + columns + ") VALUES ("
                + values + ") RETURNING config_id"));
    }

    /** Makes a run, and returns its statements in order. */
    List<String> run(String... targets) throws SQLException {
        return database.queryForStrings("SELECT statement FROM partition_tools.run('{" + String.join(",", targets) + "}')");
    }

    /** Makes a run and executes it. */
    void migrate(String... targets) throws SQLException {
        execute(run(targets));
    }

    /** Makes a run that copies everything again, and executes it. */
    void migrateFully() throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET partition_tools.full_copy = on");
            List<String> statements = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT statement FROM partition_tools.run()")) {
                while (result.next()) {
                    statements.add(result.getString(1));
                }
            }
            execute(statements);
        }
    }

    /** Executes statements one after the other, in one session. */
    void execute(List<String> statements) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows of the view jobs for the latest run of a target, in order. */
    List<Map<String, Object>> jobs(String target) throws SQLException {
        return database.query("SELECT * FROM partition_tools.jobs WHERE target = ? AND run_id = "
                + "(SELECT max(run_id) FROM partition_tools.jobs WHERE target = ?) ORDER BY ordinal", target, target).toMaps();
    }

    /** The row of the view report for the latest run of a target. */
    Map<String, Object> report(String target) throws SQLException {
        return database.query("SELECT * FROM partition_tools.report WHERE target = ? ORDER BY run_id DESC LIMIT 1", target).toMaps().get(0);
    }

    /** Fails unless two queries have the same rows, as often, and unless verify finds the same of the latest run. */
    void assertSame(String source, String target) throws SQLException {
        assertThat(difference(source, target)).as("rows of %s that %s lacks", source, target).isEqualTo("0");
        assertThat(difference(target, source)).as("rows of %s that %s lacks", target, source).isEqualTo("0");
    }

    void assertVerified() throws SQLException {
        assertThat(database.query("SELECT * FROM partition_tools.verify((SELECT max(run_id) FROM partition_tools.report)) WHERE NOT equal")
                .values()).isEmpty();
    }

    private String difference(String from, String without) throws SQLException {
        return database.queryForString("SELECT count(*) FROM ((" + from + ") EXCEPT ALL (" + without + ")) AS d");
    }
}
