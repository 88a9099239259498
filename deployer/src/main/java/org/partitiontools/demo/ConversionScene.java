package org.partitiontools.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.partitiontools.database.Database;

/** A plain table becomes partitioned, is the plain one again, and becomes partitioned for good. */
final class ConversionScene {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE sales.payments (payment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, paid_at timestamptz NOT NULL, amount numeric(12,2) NOT NULL)",
            "INSERT INTO sales.payments (paid_at, amount) SELECT now() - n * interval '300 days' / %1$d, n %% 500 FROM generate_series(1, %1$d) AS n",
            "CREATE VIEW sales.large_payments AS SELECT * FROM sales.payments WHERE amount > 400",
            "CREATE TABLE truth.payments AS TABLE sales.payments", "ALTER TABLE truth.payments ADD PRIMARY KEY (payment_id)", "ANALYZE sales.payments, truth.payments");
    private static final String CONVERSION = "SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'convert'";

    private final Database database;

    private ConversionScene(Database database) {
        this.database = database;
    }

    /** Makes the plain table, and the record of what is written to it. */
    static ConversionScene prepare(Database database, int rows) throws SQLException {
        ConversionScene scene = new ConversionScene(database);
        for (String sql : TABLES) {
            scene.execute(sql.formatted(rows));
        }
        return scene;
    }

    String convert() throws SQLException {
        execute("CALL partition_tools.partition_table('sales.payments', 'paid_at', '1 month')");
        return state();
    }

    String revert() throws SQLException {
        execute("CALL partition_tools.revert(" + query(CONVERSION) + ")");
        return state();
    }

    String finish() throws SQLException {
        execute("CALL partition_tools.finish(" + query(CONVERSION) + ")");
        return "the plain table, which was kept in step until now, is dropped";
    }

    /** What the table is now, and for how long nobody could use it. */
    private String state() throws SQLException {
        return String.format(Locale.ROOT, "sales.payments is %s; it was locked for %s ms",
                query("SELECT CASE relkind WHEN 'p' THEN 'partitioned into ' || (SELECT count(*) FROM pg_inherits WHERE inhparent = c.oid) || ' partitions' ELSE 'a plain table' END"
                        + " FROM pg_class AS c WHERE oid = 'sales.payments'::regclass"),
                query("SELECT locked_ms FROM partition_tools.jobs WHERE locked_ms IS NOT NULL ORDER BY finished_at DESC LIMIT 1"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
