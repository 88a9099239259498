package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.round;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.text.TextTable;

/**
 * What it costs to partition a plain table of 50 columns, measured beside a raw {@code INSERT ... SELECT} into partitions that stand ready, the same index
 * builds and ANALYZE, in the same run; and what other sessions feel of it.
 *
 * <p>Arguments: the numbers of rows in millions (20 are 10 GB), separated by commas; the numbers of months, likewise. After each size it prints a table of
 * figures and goals. With {@code PARTMAN_URL}, a JDBC URL of a superuser's on a server that has pg_partman, {@link PartmanBenchmark} follows.
 */
public final class ConversionBenchmark {

    private static final List<String> COLUMNS = List.of("rows", "MB", "months", "raw s", "raw + analyze s", "convert s", "to raw + analyze", "locked ms");

    private ConversionBenchmark() {
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Benchmark.run(args, "20", "60", COLUMNS, ConversionBenchmark::measure);
        if (System.getenv("PARTMAN_URL") != null) {
            PartmanBenchmark.main(new String[0]);
        }
    }

    private static List<Object> measure(Database database, long rows, int months) throws SQLException, InterruptedException {
        List<List<Object>> figures = new ArrayList<>();
        WideTable table = new WideTable(database, rows, months);
        table.fill();
        double megabytes = table.megabytes();
        RawCopy raw = table.copyRaw();
        table.dropRaw();
        double convert = table.convert("copy");
        double locked = table.lockedMillis();
        figures.add(List.of("convert, to raw + analyze", round(convert / raw.secondsWithAnalyze()), "at most 1.15"));
        figures.add(List.of("ACCESS EXCLUSIVE, ms", locked, "at most " + lockGoal(months)));
        figures.add(List.of("MB/s", round(megabytes / convert), "the seed: 4.4 to 6.2; raw: " + round(megabytes / raw.secondsWithAnalyze())));
        figures.add(List.of("revert, s", round(table.revert()), ""));
        figures.add(List.of("revert, ACCESS EXCLUSIVE, ms", table.lockedMillis(), "at most " + lockGoal(months)));
        figures.add(List.of("unpartition, s", round(table.unpartition()), "raw + analyze: " + round(raw.secondsWithAnalyze())));
        figures.add(List.of("unpartition, ACCESS EXCLUSIVE, ms", table.lockedMillis(), "at most " + lockGoal(months)));

        table.fill();
        figures.add(List.of("adopt, s", round(table.convert("adopt")), "one read of the table, and one index"));
        figures.add(List.of("adopt, ACCESS EXCLUSIVE, ms", table.lockedMillis(), "at most " + lockGoal(months)));

        table.fill();
        underLoad(database, table, rows, months, figures);
        System.out.println(TextTable.of(new Rows(List.of("what", "figure", "goal"), figures)));
        return List.of(rows, round(megabytes), months, round(raw.seconds()), round(raw.secondsWithAnalyze()), round(convert), round(convert / raw.secondsWithAnalyze()), locked);
    }

    private static void underLoad(Database database, WideTable table, long rows, int months, List<List<Object>> figures) throws SQLException, InterruptedException {
        double[] seconds = new double[1];
        try (Load load = new Load(database, rows, "timestamptz '2020-01-01 00:00+00' + ? * interval '1 month' * " + months + " / " + (rows + 1))) {
            Latencies before = load.during(() -> Thread.sleep(Benchmark.BASELINE_MILLIS));
            Latencies raw = load.during(table::copyRaw);
            table.dropRaw();
            Latencies during = load.during(() -> seconds[0] = table.convert("copy"));
            figures.add(List.of("under load, s", round(seconds[0]), during.count() + " transactions of three writers"));
            figures.add(List.of("under load, ACCESS EXCLUSIVE, ms", table.lockedMillis(), "at most " + lockGoal(months)));
            figures.add(List.of("p99.9 of writers, ms", round(during.percentile(99.9)), "at most three times " + round(before.percentile(99.9)) + ", as before; beside raw: " + round(raw.percentile(99.9))));
            figures.add(List.of("longest of writers, ms", round(during.longest()), "at most 200; beside raw: " + round(raw.longest())));
        }
    }

    /** In milliseconds. */
    private static int lockGoal(int months) {
        return 50 + months;
    }
}
