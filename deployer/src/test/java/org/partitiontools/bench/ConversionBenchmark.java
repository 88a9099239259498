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
 * What it costs to partition a plain table of 50 columns, measured beside a raw {@code INSERT ... SELECT} into partitions that stand ready, the same index
 * builds and ANALYZE, in the same run; and what other sessions feel of it.
 *
 * <p>Arguments: the numbers of rows in millions (20 are 10 GB), separated by commas; the numbers of months, likewise.
 */
public final class ConversionBenchmark {

    private static final List<String> COLUMNS = List.of("rows", "MB", "months", "raw + analyze s", "raw MB/s", "convert s", "convert MB/s", "to raw + analyze",
            "locked ms", "revert s", "revert locked ms", "adopt s", "adopt locked ms",
            "p99.9 before ms", "p99.9 during ms", "longest ms", "under load s", "locked under load ms", "transactions");
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB", "maintenance_work_mem", "256MB", "max_wal_size", "16GB", "checkpoint_timeout", "1h",
            "fsync", "on", "synchronous_commit", "on", "max_locks_per_transaction", "256");
    private static final long BASELINE_MILLIS = 15_000;

    private final EmbeddedServer server;

    private ConversionBenchmark(EmbeddedServer server) {
        this.server = server;
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String millions : argument(args, 0, "20").split(",")) {
                for (String months : argument(args, 1, "60").split(",")) {
                    long rows = Math.round(Double.parseDouble(millions) * 1_000_000);
                    results.add(new ConversionBenchmark(server).measure(rows, Integer.parseInt(months)));
                    System.out.println(TextTable.of(new Rows(COLUMNS, results)));
                }
            }
        }
    }

    private static String argument(String[] args, int index, String otherwise) {
        return args.length > index && !args[index].isBlank() ? args[index] : otherwise;
    }

    private List<Object> measure(long rows, int months) throws SQLException, InterruptedException {
        server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
        new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
        WideTable table = new WideTable(server.database("bench"), rows, months);
        table.fill();
        double megabytes = table.megabytes();
        RawCopy raw = table.copyRaw();
        double convert = table.convert("copy");
        double locked = table.lockedMillis();
        double revert = table.revert();
        double revertLocked = table.lockedMillis();

        table.fill();
        double adopt = table.convert("adopt");
        double adoptLocked = table.lockedMillis();

        table.fill();
        Latencies before;
        Latencies during;
        double[] underLoad = new double[1];
        try (Load load = new Load(server.database("bench"), rows, "timestamptz '2020-01-01 00:00+00' + ? * interval '1 month' * " + months + " / " + (rows + 1))) {
            before = load.during(() -> Thread.sleep(BASELINE_MILLIS));
            during = load.during(() -> underLoad[0] = table.convert("copy"));
        }
        return List.of(rows, round(megabytes), months, round(raw.secondsWithAnalyze()), round(megabytes / raw.secondsWithAnalyze()),
                round(convert), round(megabytes / convert), round(convert / raw.secondsWithAnalyze()),
                locked, round(revert), revertLocked, round(adopt), adoptLocked,
                round(before.percentile(99.9)), round(during.percentile(99.9)), round(during.longest()), round(underLoad[0]), table.lockedMillis(), during.count());
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
