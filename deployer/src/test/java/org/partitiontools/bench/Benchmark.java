package org.partitiontools.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/** What benchmarks on a server of their own have in common: its settings, their arguments, and how they tell their results. */
final class Benchmark {

    static final long BASELINE_MILLIS = 15_000;

    static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB", "maintenance_work_mem", "256MB", "max_wal_size", "16GB", "checkpoint_timeout", "1h",
            "fsync", "on", "synchronous_commit", "on", "max_locks_per_transaction", "256");

    private Benchmark() {
    }

    /** Measures one size. */
    interface Measurement {
        /** @param database new and empty, with the tool installed */
        List<Object> of(Database database, long rows, int partitions) throws SQLException, InterruptedException;
    }

    /**
     * Measures all sizes on an embedded server, and prints what is known after each.
     *
     * @param arguments the numbers of rows in millions, separated by commas; the numbers of partitions, likewise
     * @return the results, a row a size
     */
    static List<List<Object>> run(String[] arguments, String millions, String partitions, List<String> columns, Measurement measurement)
            throws IOException, SQLException, InterruptedException {
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String million : argument(arguments, 0, millions).split(",")) {
                for (String number : argument(arguments, 1, partitions).split(",")) {
                    server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
                    Database database = server.database("bench");
                    new Deployer(database, Bundle.of(Engine.POSTGRESQL)).deploy();
                    results.add(measurement.of(database, Math.round(Double.parseDouble(million) * 1_000_000), Integer.parseInt(number)));
                    System.out.println(TextTable.of(new Rows(columns, results)));
                }
            }
        }
        return results;
    }

    static String argument(String[] arguments, int index, String otherwise) {
        return arguments.length > index && !arguments[index].isBlank() ? arguments[index] : otherwise;
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
