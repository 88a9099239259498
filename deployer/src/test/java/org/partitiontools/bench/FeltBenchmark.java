package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.round;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.text.TextTable;

/**
 * What others feel of a drain: three sessions with 600 transactions a second in an open loop, for a minute before and for a minute with a drain in it; how long
 * that drain held its locks, beside the same statements of the catalogue without any tool; and how much WAL a row costs, beside {@code INSERT ... SELECT}.
 *
 * <p>Arguments: the numbers of rows in millions, separated by commas; the numbers of partitions, likewise. {@code -Dbench.seconds} is the length of both
 * spans, {@code -Dbench.waits=true} samples what the sessions wait for, which itself takes some of the machine.
 */
public final class FeltBenchmark {

    private static final List<String> COLUMNS = List.of("rows", "partitions", "p99.9 before ms", "p99.9 with ms", "ratio", "longest ms",
            "locked ms", "goal ms", "bare ms", "WAL bytes a row", "raw", "ratio of WAL", "drain s", "under load s");
    private static final long MILLIS = 1000L * Integer.getInteger("bench.seconds", 60);

    private static final long SECOND = 1_000_000_000;

    private final Database database;
    private final BenchSession session;
    private final long rows;
    private final int partitions;

    private FeltBenchmark(Database database, long rows, int partitions) {
        this.database = database;
        this.session = new BenchSession(database);
        this.rows = rows;
        this.partitions = partitions;
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Benchmark.run(args, "3", "12,60,120", COLUMNS, (database, rows, partitions) -> new FeltBenchmark(database, rows, partitions).measure());
    }

    private List<Object> measure() throws SQLException, InterruptedException {
        BenchTable table = new BenchTable(database, rows, partitions);
        table.fill();
        long lsn = lsn();
        table.copyRaw();
        double rawWal = (lsn() - lsn) / (double) rows;
        lsn = lsn();
        double drain = table.drain();
        double wal = (lsn() - lsn) / (double) rows;

        table.fill();
        Latencies before;
        Latencies during;
        double[] seconds = new double[1];
        List<Double> bare = new ArrayList<>();
        BareSwap swap = new BareSwap(database, partitions);
        try (Load load = Load.open(database, rows); Waits waits = new Waits(database)) {
            load.during(() -> Thread.sleep(5_000));
            before = load.during(() -> Thread.sleep(MILLIS));
            during = load.during(() -> {
                long until = System.nanoTime() + MILLIS * 1_000_000;
                Thread.sleep(MILLIS / 6);
                seconds[0] = table.drain();
                Thread.sleep(Math.max(0, (until - System.nanoTime()) / 1_000_000));
            });
            for (int i = 0; i < 3; i++) {
                swap.prepare();
                bare.add(swap.milliseconds());
            }
            System.out.println(TextTable.of(new Rows(List.of("when", "s", "transactions", "median ms", "p99 ms", "p99.9 ms", "longest ms", "over 10 ms", "waits"),
                    phases(before, during, waits))));
        }
        bare.sort(null);
        return List.of(rows, partitions, round(before.percentile(99.9)), round(during.percentile(99.9)),
                round(during.percentile(99.9) / before.percentile(99.9)), round(during.longest()),
                table.lockedMillis(), 10 + 0.5 * partitions, round(bare.get(1)), round(wal), round(rawWal), round(wal / rawWal), round(drain), round(seconds[0]));
    }

    private long lsn() throws SQLException {
        return Long.parseLong(session.query("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"));
    }

    /** What was felt before, with the drain, and in each of its phases. */
    private List<List<Object>> phases(Latencies before, Latencies during, Waits waits) throws SQLException {
        List<List<Object>> lines = new ArrayList<>();
        lines.add(line("before", MILLIS / 1e3, before, ""));
        lines.add(line("with the drain in it", MILLIS / 1e3, during, ""));
        long offset = nanosOfEpoch();
        Map<String, Latencies> felt = new LinkedHashMap<>();
        Map<String, Double> lasted = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> waited = new LinkedHashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT e.phase, (extract(epoch FROM e.at) * 1e6)::bigint * 1000, (extract(epoch FROM lead(e.at) OVER (ORDER BY e.event_id)) * 1e6)::bigint * 1000
                          FROM partition_tools_internal.job_event AS e
                         WHERE e.job_id = (SELECT max(job_id) FROM partition_tools_internal.job) ORDER BY e.event_id""")) {
            while (row.next()) {
                String phase = row.getString(1);
                long from = row.getLong(2) - offset;
                long until = row.getLong(3) - offset;
                if (row.wasNull()) {
                    // The last event: sessions plan their statements anew, for a table of other partitions.
                    felt.put("2 s after", during.between(from, from + 2 * SECOND));
                    felt.put("later", during.between(from + 2 * SECOND, Long.MAX_VALUE));
                    lasted.put("2 s after", 2.0);
                    lasted.put("later", Math.max(0, MILLIS * 5 / 6e3 - lasted.values().stream().mapToDouble(Double::doubleValue).sum()));
                    continue;
                }
                felt.merge(phase, during.between(from, until), Latencies::and);
                lasted.merge(phase, (until - from) / 1e9, Double::sum);
                waits.between(from, until).forEach((wait, count) -> waited.computeIfAbsent(phase, p -> new LinkedHashMap<>()).merge(wait, count, Integer::sum));
            }
        }
        felt.forEach((phase, latencies) -> lines.add(line(phase, lasted.get(phase), latencies, Waits.text(waited.getOrDefault(phase, Map.of())))));
        return lines;
    }

    private static List<Object> line(String when, double seconds, Latencies latencies, String waits) {
        return List.of(when, round(seconds), latencies.count(), round(latencies.percentile(50)), round(latencies.percentile(99)), round(latencies.percentile(99.9)),
                round(latencies.longest()), latencies.longerThan(10), waits);
    }

    /** What is to be taken from nanoseconds since 1970 to have those of System.nanoTime(). */
    private static long nanosOfEpoch() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano() - System.nanoTime();
    }
}
