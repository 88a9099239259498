package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.round;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.partitiontools.database.Database;

/**
 * What it costs to drain a default partition, measured beside a raw {@code INSERT ... SELECT} into a partitioned table
 * that stands ready, plus the same index builds, in the same run, by turns; and what other sessions feel of it.
 *
 * <p>Arguments: the numbers of rows in millions, separated by commas; the numbers of partitions, likewise. The property
 * bench.rounds says how often either is measured; the medians are printed.
 */
public final class DrainBenchmark {

    private static final List<String> COLUMNS = List.of("rows", "partitions",
            "raw s", "raw + analyze s", "drain s", "to raw", "to raw + analyze", "locked ms",
            "p99.9 before ms", "p99.9 during ms", "ratio", "longest ms", "drain under load s", "transactions");

    private DrainBenchmark() {
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Benchmark.run(args, "3,10", "12,120", COLUMNS, DrainBenchmark::measure);
    }

    private static List<Object> measure(Database database, long rows, int partitions) throws SQLException, InterruptedException {
        BenchTable table = new BenchTable(database, rows, partitions);
        List<RawCopy> raws = new ArrayList<>();
        List<Double> drains = new ArrayList<>();
        List<Double> locks = new ArrayList<>();
        for (int round = 0; round < Integer.getInteger("bench.rounds", 3); round++) {
            table.fill();
            // By turns: whoever comes second finds other caches.
            boolean rawFirst = round % 2 == 0;
            if (rawFirst) {
                table.rest();
                raws.add(table.copyRaw());
            }
            table.rest();
            drains.add(table.drain());
            locks.add(table.lockedMillis());
            if (!rawFirst) {
                table.rest();
                raws.add(table.copyRaw());
            }
        }
        double raw = median(raws.stream().map(RawCopy::seconds));
        double analyzed = median(raws.stream().map(RawCopy::secondsWithAnalyze));
        double drain = median(drains.stream());
        double locked = median(locks.stream());

        table.fill();
        Latencies before;
        Latencies during;
        double drainUnderLoad;
        try (Load load = new Load(database, rows)) {
            before = load.during(() -> Thread.sleep(Benchmark.BASELINE_MILLIS));
            double[] seconds = new double[1];
            during = load.during(() -> seconds[0] = table.drain());
            drainUnderLoad = seconds[0];
        }
        return List.of(rows, partitions,
                round(raw), round(analyzed), round(drain), round(drain / raw), round(drain / analyzed), locked,
                round(before.percentile(99.9)), round(during.percentile(99.9)),
                round(during.percentile(99.9) / before.percentile(99.9)), round(during.longest()),
                round(drainUnderLoad), during.count());
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
