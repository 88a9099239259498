package org.partitiontools.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * What it costs to drain a default partition, measured beside a raw {@code INSERT ... SELECT} into a partitioned table
 * that stands ready, plus the same index builds, in the same run; and what other sessions feel of it.
 *
 * <p>Arguments: the numbers of rows in millions, separated by commas; the numbers of partitions, likewise.
 */
public final class DrainBenchmark {

    private static final List<String> COLUMNS = List.of("rows", "partitions",
            "raw s", "raw + analyze s", "drain s", "to raw", "to raw + analyze", "locked ms",
            "p99.9 before ms", "p99.9 during ms", "ratio", "longest ms", "drain under load s", "transactions");
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB", "maintenance_work_mem", "256MB", "max_wal_size", "16GB", "checkpoint_timeout", "1h",
            "fsync", "on", "synchronous_commit", "on", "max_locks_per_transaction", "256");

    private final EmbeddedServer server;

    private DrainBenchmark(EmbeddedServer server) {
        this.server = server;
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String millions : argument(args, 0, "3,10").split(",")) {
                for (String partitions : argument(args, 1, "12,120").split(",")) {
                    long rows = Math.round(Double.parseDouble(millions) * 1_000_000);
                    results.add(new DrainBenchmark(server).measure(rows, Integer.parseInt(partitions)));
                    System.out.println(TextTable.of(new Rows(COLUMNS, results)));
                }
            }
        }
    }

    private static String argument(String[] args, int index, String otherwise) {
        return args.length > index && !args[index].isBlank() ? args[index] : otherwise;
    }

    private List<Object> measure(long rows, int partitions) throws SQLException, InterruptedException {
        server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
        new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
        BenchTable table = new BenchTable(server.database("bench"), rows, partitions);
        table.fill();
        RawCopy raw = table.copyRaw();
        double drain = table.drain();
        double locked = table.lockedMillis();

        table.fill();
        Latencies before;
        Latencies during;
        double drainUnderLoad;
        try (Load load = new Load(server.database("bench"), rows)) {
            before = load.during(() -> Thread.sleep(15_000));
            double[] seconds = new double[1];
            during = load.during(() -> seconds[0] = table.drain());
            drainUnderLoad = seconds[0];
        }
        return List.of(rows, partitions,
                round(raw.seconds()), round(raw.secondsWithAnalyze()), round(drain),
                round(drain / raw.seconds()), round(drain / raw.secondsWithAnalyze()), locked,
                round(before.percentile(99.9)), round(during.percentile(99.9)),
                round(during.percentile(99.9) / before.percentile(99.9)), round(during.longest()),
                round(drainUnderLoad), during.count());
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
