package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.partitiontools.database.Rows;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.testing.GreenplumCluster;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.text.TextTable;

/**
 * What it costs to get months out of a default partition on the Greenplum cluster of {@code GREENPLUM_URL}: Greenplum's own
 * {@code SPLIT DEFAULT PARTITION}, once a month, beside one action of ours. Locked is the time that the table is under ACCESS
 * EXCLUSIVE, as a session finds that asks for ACCESS SHARE all the time: the sum of its waits; and the longest of them.
 *
 * <p>Arguments: the numbers of rows in millions, separated by commas; the numbers of partitions; the storages, likewise.
 */
public final class GreenplumBenchmark {

    private static final List<String> COLUMNS = List.of("storage", "rows", "partitions",
            "built-in s", "locked s", "longest s", "ours s", "locked s", "longest s", "times faster", "times less locked");
    private static final Map<String, String> STORAGES = new TreeMap<>(Map.of(
            "heap", "",
            "row", "WITH (appendonly = true)",
            "column zstd", "WITH (appendonly = true, orientation = column, compresstype = zstd, compresslevel = 1)"));
    private static final LocalDate END = LocalDate.of(2026, 7, 1);
    private static final int DAYS_A_MONTH = 30;
    /** What the session's statements take when nobody holds a lock. */
    private static final double NO_WAIT_SECONDS = 0.02;

    private final TestDatabase database;

    private GreenplumBenchmark(TestDatabase database) {
        this.database = database;
    }

    public static void main(String[] args) throws SQLException {
        List<List<Object>> results = new ArrayList<>();
        try (GreenplumCluster cluster = new GreenplumCluster(); TestDatabase database = cluster.createDatabase().asOwner()) {
            GreenplumBenchmark benchmark = new GreenplumBenchmark(database);
            for (String millions : argument(args, 0, "0.001,3").split(",")) {
                for (String partitions : argument(args, 1, "12,24,60").split(",")) {
                    for (String storage : argument(args, 2, String.join(",", STORAGES.keySet())).split(",")) {
                        long rows = Math.round(Double.parseDouble(millions) * 1_000_000);
                        results.add(benchmark.measure(storage, rows, Integer.parseInt(partitions)));
                        System.out.println(TextTable.of(new Rows(COLUMNS, results)));
                    }
                }
            }
        }
    }

    private static String argument(String[] args, int index, String otherwise) {
        return args.length > index && !args[index].isBlank() ? args[index] : otherwise;
    }

    private List<Object> measure(String storage, long rows, int months) throws SQLException {
        fill(STORAGES.get(storage), rows, months);
        double[] builtIn = seconds(splits(months));
        verify(rows, months);

        fill(STORAGES.get(storage), rows, months);
        double[] ours = seconds(database.queryForStrings("SELECT statement FROM partition_tools.run('bench.events', ?::json, ?::timestamptz)",
                "[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"" + months + " months\", \"upper_bound\": \"0 days\"}]",
                END + " 00:00+00"));
        verify(rows, months);
        return List.of(storage, rows, months, round(builtIn[0]), round(builtIn[1]), round(builtIn[2]),
                round(ours[0]), round(ours[1]), round(ours[2]), round(builtIn[0] / ours[0]), round(builtIn[1] / ours[1]));
    }

    /** Makes the table anew, all rows in its default partition. */
    private void fill(String storage, long rows, int months) throws SQLException {
        database.execute("DROP SCHEMA IF EXISTS bench CASCADE", "CREATE SCHEMA bench",
                "CREATE TABLE bench.events (id bigint NOT NULL, day date NOT NULL, customer int NOT NULL, amount numeric(10,2), note text) "
                        + storage + " DISTRIBUTED BY (id) PARTITION BY RANGE (day) (DEFAULT PARTITION rest)",
                "INSERT INTO bench.events SELECT i, date '" + END + "' - 1 - (i % " + months * DAYS_A_MONTH + ")::int, i % 10000, (i % 1000) / 7.0,"
                        + " 'note ' || i FROM generate_series(1, " + rows + ") AS i",
                "ANALYZE bench.events");
        database.asSuperuser().execute("CHECKPOINT");
    }

    private static List<String> splits(int months) {
        Stream<LocalDate> lowers = IntStream.rangeClosed(1, months).mapToObj(n -> END.minusMonths(months + 1L - n));
        return lowers.map(lower -> "ALTER TABLE bench.events SPLIT DEFAULT PARTITION START (date '" + lower + "') END (date '" + lower.plusMonths(1)
                + "') INTO (PARTITION p" + lower.toString().replace("-", "") + ", DEFAULT PARTITION)").toList();
    }

    private void verify(long rows, int months) throws SQLException {
        String found = database.queryForString("SELECT count(*) || ' ' || (SELECT count(*) FROM pg_partitions WHERE tablename = 'events') FROM bench.events");
        if (!found.equals(rows + " " + (months + 1))) {
            throw new IllegalStateException("rows and partitions: " + found);
        }
    }

    /** In seconds: all statements, the sum of the waits of another session, and the longest of them. */
    private double[] seconds(List<String> statements) throws SQLException {
        try (Connection connection = database.connect(); Statement reader = connection.createStatement()) {
            long start = System.nanoTime();
            CompletableFuture<Void> work = Background.run(() -> database.execute(statements.toArray(String[]::new)));
            double locked = 0;
            double longest = 0;
            while (!work.isDone()) {
                long asked = System.nanoTime();
                // Not a query, which would take its own time besides.
                reader.execute("BEGIN; LOCK TABLE bench.events IN ACCESS SHARE MODE; COMMIT");
                double seconds = (System.nanoTime() - asked) / 1e9;
                locked += seconds > NO_WAIT_SECONDS ? seconds : 0;
                longest = Math.max(longest, seconds);
            }
            work.join();
            return new double[] {(System.nanoTime() - start) / 1e9, locked, longest};
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
