package org.partitiontools.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * What batches, and the record of them, cost: a data migration with one job and with two, beside one raw
 * {@code INSERT ... SELECT} of the same rows into the same table. Each is done several times in turn, and the best counts,
 * for other work on the machine only ever slows down.
 *
 * <p>Argument: the numbers of rows in millions, separated by commas. {@code -Dbench.batch}: rows in a batch;
 * {@code -Dbench.times}: how often.
 */
public final class MigrationBenchmark {

    private static final List<String> COLUMNS = List.of("rows", "batch", "raw s", "1 job s", "2 jobs s",
            "raw rows/s", "1 job rows/s", "2 jobs rows/s", "1 job to raw", "1 job to 2 jobs", "2 raw at once s");
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB", "max_wal_size", "16GB", "checkpoint_timeout", "1h", "fsync", "on", "synchronous_commit", "on");

    private final Database database;
    private final long rows;

    private MigrationBenchmark(Database database, long rows) {
        this.database = database;
        this.rows = rows;
    }

    public static void main(String[] args) throws IOException, SQLException {
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String millions : (args.length == 0 ? "5" : args[0]).split(",")) {
                server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
                new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
                long rows = Math.round(Double.parseDouble(millions) * 1_000_000);
                results.add(new MigrationBenchmark(server.database("bench"), rows)
                        .measure(Integer.getInteger("bench.batch", 100_000), Integer.getInteger("bench.times", 3)));
                System.out.println(TextTable.of(new Rows(COLUMNS, results)));
            }
        }
    }

    private List<Object> measure(int batch, int times) throws SQLException {
        fill();
        double raw = Double.MAX_VALUE;
        double one = Double.MAX_VALUE;
        double two = Double.MAX_VALUE;
        double rawTwice = Double.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            raw = Math.min(raw, raw(List.of("true")));
            one = Math.min(one, migrate(1, batch));
            two = Math.min(two, migrate(2, batch));
            // What the machine can do: the same two halves without us.
            rawTwice = Math.min(rawTwice, raw(List.of("id <= " + rows / 2, "id > " + rows / 2)));
        }
        return List.of(rows, batch, round(raw), round(one), round(two), Math.round(rows / raw), Math.round(rows / one),
                Math.round(rows / two), round(one / raw), round(one / two), round(rawTwice));
    }

    private void fill() throws SQLException {
        execute("CREATE TABLE source (id bigint PRIMARY KEY, ts timestamptz NOT NULL, customer int NOT NULL, amount numeric(10,2), note text)",
                "INSERT INTO source SELECT i, '2025-01-01'::timestamptz + i * interval '10 seconds', i % 10000, (i % 1000) / 7.0, "
                        + "'note ' || i FROM generate_series(1, " + rows + ") AS i",
                "VACUUM ANALYZE source", "CREATE TABLE target (LIKE source INCLUDING ALL)");
    }

    private double raw(List<String> conditions) throws SQLException {
        execute("TRUNCATE target", "CHECKPOINT");
        return seconds(conditions.stream().map(condition -> "INSERT INTO target SELECT * FROM source WHERE " + condition).toList());
    }

    private double migrate(int jobs, int batch) throws SQLException {
        execute("DELETE FROM partition_tools.migration_config",
                "INSERT INTO partition_tools.migration_config (source, target, pkey, batchsize, parts, trunc) "
                        + "VALUES ('source', 'target', 'id', " + batch + ", " + jobs + ", true)");
        List<String> statements = query("SELECT statement FROM partition_tools.run()");
        execute("CHECKPOINT");
        double seconds = seconds(statements);
        if (!query("SELECT count(*) FROM target").equals(List.of(String.valueOf(rows)))) {
            throw new IllegalStateException("rows are missing");
        }
        return seconds;
    }

    /** All of them at once. */
    private double seconds(List<String> statements) {
        long start = System.nanoTime();
        statements.stream().map(sql -> CompletableFuture.runAsync(() -> executeUnchecked(sql))).toList().forEach(CompletableFuture::join);
        return (System.nanoTime() - start) / 1e9;
    }

    private void executeUnchecked(String sql) {
        try {
            execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            List<String> values = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    values.add(result.getString(1));
                }
            }
            return values;
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
