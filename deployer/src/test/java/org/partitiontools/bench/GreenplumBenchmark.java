package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.partitiontools.database.Rows;
import org.partitiontools.lifecycle.Background;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.testing.GreenplumCluster;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.text.TextTable;

/**
 * What it costs to get months out of a default partition on the Greenplum cluster of {@code GREENPLUM_URL}: Greenplum's own
 * {@code SPLIT DEFAULT PARTITION}, once a month, beside jobs of ours, their planning included; each in a session of its own.
 * A split leaves no statistics, so it is printed with ANALYZE of each partition and without, and ours with the statistics and, where
 * {@code partition_tools.statistics} is off, without them: each of the two ratios compares like with like.
 * Locked is the time that the table is under ACCESS EXCLUSIVE, as a session finds that asks for ACCESS SHARE every 10 ms: the sum
 * of its waits; and the longest of them. Recorded is what our jobs say of their lock ({@code locked_ms}), the longest of them; what the wait is longer is
 * held after that: by the commit, above all. Floor is the longest wait while nothing is executed but the statements that cannot be
 * done without: so many partitions added and exchanged for tables, in one transaction.
 *
 * <p>Arguments: the numbers of rows in millions, separated by commas; the numbers of partitions; the storages, likewise. The property
 * bench.rounds says how often each is measured; the medians are printed. bench.portion is the {@code partition_tools.portion_limit} of
 * our session, where it is not to be the default.
 */
public final class GreenplumBenchmark {

    private static final List<String> COLUMNS = List.of("storage", "rows", "partitions", "built-in s", "with ANALYZE s", "locked s", "longest s",
            "ours s", "analyze off s", "locked s", "longest s", "recorded s", "floor s", "times faster", "both without ANALYZE", "times less locked");
    private static final String OURS = "SELECT job_id, statement FROM partition_tools.run('bench.events',"
            + " '[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"%s months\", \"upper_bound\": \"0 days\"}]', '%s 00:00+00')";
    private static final Map<String, String> STORAGES = new TreeMap<>(Map.of(
            "heap", "",
            "row", "WITH (appendonly = true)",
            "column zstd", "WITH (appendonly = true, orientation = column, compresstype = zstd, compresslevel = 1)"));
    private static final Integer PORTION = Integer.getInteger("bench.portion");
    private static final LocalDate END = LocalDate.of(2026, 7, 1);
    private static final int DAYS_A_MONTH = 30;
    /** What the session's statements take when nobody holds a lock. */
    private static final double NO_WAIT_SECONDS = 0.02;
    private static final int REST_MILLIS = 10;

    private final TestDatabase database;

    private GreenplumBenchmark(TestDatabase database) {
        this.database = database;
    }

    public static void main(String[] args) throws SQLException {
        List<List<Object>> results = new ArrayList<>();
        try (GreenplumCluster cluster = new GreenplumCluster(Engine.GREENPLUM); TestDatabase database = cluster.createDatabase().asOwner()) {
            GreenplumBenchmark benchmark = new GreenplumBenchmark(database);
            for (String millions : argument(args, 0, "0.001,3").split(",")) {
                for (String partitions : argument(args, 1, "12,24,60").split(",")) {
                    for (String storage : argument(args, 2, String.join(",", STORAGES.keySet())).split(",")) {
                        long rows = Math.round(Double.parseDouble(millions) * 1_000_000);
                        results.add(benchmark.measure(storage, rows, Integer.parseInt(partitions), Integer.getInteger("bench.rounds", 1)));
                        System.out.println(TextTable.of(new Rows(COLUMNS, results)));
                    }
                }
            }
        }
    }

    private static String argument(String[] args, int index, String otherwise) {
        return args.length > index && !args[index].isBlank() ? args[index] : otherwise;
    }

    private List<Object> measure(String storage, long rows, int months, int rounds) throws SQLException {
        List<Waits> builtIn = new ArrayList<>();
        List<Double> analyze = new ArrayList<>();
        List<Waits> ours = new ArrayList<>();
        List<Waits> withoutAnalyze = new ArrayList<>();
        List<Double> recorded = new ArrayList<>();
        List<Waits> floor = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            fill(STORAGES.get(storage), rows, months);
            builtIn.add(waits(work -> execute(work, splits(months))));
            analyze.add(waits(work -> execute(work, analyzes(work))).total);
            verify(rows, months);

            fill(STORAGES.get(storage), rows, months);
            withoutAnalyze.add(waits(work -> {
                work.execute("SET partition_tools.statistics = off");
                ours(work, months);
            }));
            verify(rows, months);

            fill(STORAGES.get(storage), rows, months);
            ours.add(waits(work -> ours(work, months)));
            verify(rows, months);
            recorded.add(Double.parseDouble(database.queryForString(
                    "SELECT max((e.position ->> 'locked_ms')::numeric) / 1000 FROM partition_tools_internal.job_event AS e JOIN partition_tools_internal.job AS j USING (job_id)"
                            + " WHERE e.phase = 'done' AND j.run_id = (SELECT max(run_id) FROM partition_tools_internal.run)")));

            fill(STORAGES.get(storage), 0, months);
            database.execute(tables(STORAGES.get(storage), months).toArray(String[]::new));
            floor.add(waits(work -> execute(work, bare(months))));
        }
        Waits one = Waits.median(builtIn);
        Waits other = Waits.median(ours);
        double analyzed = one.total + median(analyze);
        double bare = Waits.median(withoutAnalyze).total;
        return List.of(storage, rows, months, round(one.total), round(analyzed), round(one.locked), round(one.longest), round(other.total), round(bare), round(other.locked), round(other.longest),
                round(median(recorded)), round(Waits.median(floor).longest), round(analyzed / other.total), round(one.total / bare), round(one.locked / other.locked));
    }

    /** In seconds: all statements, the sum of the waits of another session, and the longest of them. */
    private record Waits(double total, double locked, double longest) {

        static Waits median(List<Waits> all) {
            return new Waits(GreenplumBenchmark.median(all.stream().map(Waits::total).toList()), GreenplumBenchmark.median(all.stream().map(Waits::locked).toList()),
                    GreenplumBenchmark.median(all.stream().map(Waits::longest).toList()));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void execute(Statement work, List<String> statements) throws SQLException {
        for (String sql : statements) {
            work.execute(sql);
        }
    }

    private static void ours(Statement work, int months) throws SQLException {
        if (PORTION != null) {
            work.execute("SET partition_tools.portion_limit = " + PORTION);
        }
        execute(work, planned(work, months));
    }

    /** What a split leaves to be done, and a job of ours has done. */
    private static List<String> analyzes(Statement work) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (ResultSet rows = work.executeQuery("SELECT format('ANALYZE %I.%I', partitionschemaname, partitiontablename) FROM pg_partitions WHERE schemaname = 'bench' AND tablename = 'events'")) {
            while (rows.next()) {
                statements.add(rows.getString(1));
            }
        }
        return statements;
    }

    private static List<String> planned(Statement work, int months) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (ResultSet rows = work.executeQuery(OURS.formatted(months, END))) {
            while (rows.next()) {
                statements.add(rows.getString("statement"));
            }
        }
        return statements;
    }

    private static List<String> tables(String storage, int months) {
        List<String> statements = new ArrayList<>(List.of("ALTER TABLE bench.events SPLIT DEFAULT PARTITION START (date '2001-01-01') END (date '2001-02-01') INTO (PARTITION first, DEFAULT PARTITION)"));
        IntStream.rangeClosed(1, months).forEach(n -> statements.add("CREATE TABLE bench.month_" + n + " (LIKE bench.events) " + storage + " DISTRIBUTED BY (id)"));
        return statements;
    }

    private static List<String> bare(int months) {
        return List.of("BEGIN", "ALTER TABLE bench.events DROP DEFAULT PARTITION, " + joined(months, n -> "ADD PARTITION p" + n + " START (date '" + lower(months, n) + "') END (date '"
                        + lower(months, n).plusMonths(1) + "') WITH (appendonly = false)"),
                "ALTER TABLE bench.events " + joined(months, n -> "EXCHANGE PARTITION p" + n + " WITH TABLE bench.month_" + n + " WITHOUT VALIDATION"),
                "DROP TABLE " + joined(months, n -> "bench.month_" + n), "COMMIT");
    }

    private static String joined(int months, IntFunction<String> text) {
        return IntStream.rangeClosed(1, months).mapToObj(text).collect(Collectors.joining(", "));
    }

    private static LocalDate lower(int months, int n) {
        return END.minusMonths(months + 1L - n);
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
        Stream<LocalDate> lowers = IntStream.rangeClosed(1, months).mapToObj(n -> lower(months, n));
        return lowers.map(lower -> "ALTER TABLE bench.events SPLIT DEFAULT PARTITION START (date '" + lower + "') END (date '" + lower.plusMonths(1)
                + "') INTO (PARTITION p" + lower.toString().replace("-", "") + ", DEFAULT PARTITION)").toList();
    }

    private void verify(long rows, int months) throws SQLException {
        String found = database.queryForString("SELECT count(*) || ' ' || (SELECT count(*) FROM pg_partitions WHERE tablename = 'events') FROM bench.events");
        if (!found.equals(rows + " " + (months + 1))) {
            throw new IllegalStateException("rows and partitions: " + found);
        }
    }

    /** Work in a new session, which may fail as a database does. */
    private interface Work {
        void in(Statement session) throws SQLException;
    }

    private Waits waits(Work work) throws SQLException {
        try (Connection connection = database.connect(); Statement reader = connection.createStatement()) {
            long start = System.nanoTime();
            CompletableFuture<Void> working = Background.run(() -> {
                try (Connection other = database.connect(); Statement session = other.createStatement()) {
                    work.in(session);
                }
            });
            double locked = 0;
            double longest = 0;
            while (!working.isDone()) {
                long asked = System.nanoTime();
                // Not a query, which would take its own time besides.
                reader.execute("BEGIN; LOCK TABLE bench.events IN ACCESS SHARE MODE; COMMIT");
                double seconds = (System.nanoTime() - asked) / 1e9;
                // Without a rest it would take from the work a processor, but only while the work locks nobody out.
                pause();
                locked += seconds > NO_WAIT_SECONDS ? seconds : 0;
                longest = Math.max(longest, seconds);
            }
            working.join();
            return new Waits((System.nanoTime() - start) / 1e9, locked, longest);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
