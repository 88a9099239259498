package org.partitiontools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.partitiontools.archive.store.S3Servers;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.demo.EmbeddedStore;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * An unload, with everything that belongs to it (objects read back, manifest, drop), beside what writes the same rows into one file and
 * verifies nothing: {@code psql -c "\copy ... to stdout" | gzip}, the same with zstd, and DuckDB. The program is a process of its own with a
 * heap of 256 MB and no other options. After each unload the rows are restored, and at the end all of them are compared with a copy.
 *
 * <p>"cores busy" is the time in which any process used a processor, of this machine and while the row was measured, for each second: where
 * it is about the number of processors, nothing that runs beside it can make it faster.
 *
 * <p>Argument: millions of rows, separated by commas. The object store is the embedded one, in this process, or that of S3_ENDPOINT.
 * DuckDB, where the property {@code bench.duckdb} is its command line; {@code bench.duckdb.extension} is the file of its extension
 * postgres_scanner. Needs psql, gzip and zstd, and Linux for memory and processors.
 */
public final class UnloadBenchmark {

    private static final List<String> COLUMNS = List.of("how", "s", "MB/s", "stored MB", "peak RSS MB", "program cpu s", "server cpu s", "cores busy",
            "restore s", "restore MB/s");
    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "2GB", "max_wal_size", "16GB", "checkpoint_timeout", "1h");
    private static final double MEGABYTE = 1024 * 1024;
    /** Of which Linux counts a hundred in a second. */
    private static final double TICKS = 100;

    private final EmbeddedServer server;
    private final Database database;
    private final long rows;
    private final List<List<Object>> results = new ArrayList<>();
    private double megabytes;
    private String postmaster;

    private UnloadBenchmark(EmbeddedServer server, Database database, long rows) {
        this.server = server;
        this.database = database;
        this.rows = rows;
    }

    public static void main(String[] args) throws Exception {
        boolean real = System.getenv("S3_ENDPOINT") != null;
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS); EmbeddedStore store = real ? null : EmbeddedStore.start()) {
            for (String millions : (args.length == 0 ? "8" : args[0]).split(",")) {
                server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
                Database database = server.database("bench");
                new Deployer(database, Bundle.of(Engine.POSTGRESQL)).deploy();
                new UnloadBenchmark(server, database, Math.round(Double.parseDouble(millions) * 1_000_000))
                        .measure(real ? System.getenv("S3_ENDPOINT") : store.endpoint());
            }
        }
    }

    private void measure(String endpoint) throws Exception {
        fill();
        postmaster = Files.readAllLines(Path.of(query("SHOW data_directory"), "postmaster.pid")).get(0);
        System.out.printf("%d rows, %s; Java %s, %d processors, load %s, store %s%n", rows, query("SELECT version()"), System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(), Files.readString(Path.of("/proc/loadavg")).strip(), System.getenv().getOrDefault("S3_ENDPOINT", "embedded"));
        pipe("gzip");
        pipe("zstd -q -T1");
        for (String format : System.getProperty("bench.formats", "csv gzip,csv zstd,parquet zstd").split(",")) {
            for (int sessions : List.of(1, 2)) {
                unload(endpoint, Map.of("sessions", sessions, "format", format.split(" ")[0], "compression", format.split(" ")[1]));
            }
        }
        duckDb(1);
        duckDb(2);
        // Again: whatever else the machine does has changed meanwhile.
        pipe("gzip");
        String different = query("SELECT (SELECT count(*) FROM (TABLE truth EXCEPT ALL TABLE orders) AS a) + (SELECT count(*) FROM (TABLE orders EXCEPT ALL TABLE truth) AS b)");
        System.out.println("rows that differ after all unloads and restores: " + different);
    }

    private void unload(String endpoint, Map<String, Object> variant) throws Exception {
        Map<String, Object> settings = new HashMap<>(variant);
        settings.put("endpoint", endpoint);
        settings.put("bucket", "bench");
        settings.put("region", "us-east-1");
        new S3Servers(database).put("default", settings);
        new S3Servers(database).createBuckets();
        unload(variant.get("format") + " " + variant.get("compression") + ", sessions: " + variant.get("sessions"));
    }

    private void fill() throws SQLException {
        execute("CREATE TABLE orders (id bigint NOT NULL, at timestamptz NOT NULL, customer int, status text, amount numeric(12,2), note text, visitor uuid)"
                        + " PARTITION BY RANGE (at)",
                "CREATE TABLE orders_2020 PARTITION OF orders FOR VALUES FROM ('2020-01-01 00:00+00') TO ('2021-01-01 00:00+00')",
                "INSERT INTO orders SELECT i, '2020-01-01 00:00+00'::timestamptz + i * interval '1 second', (random() * 100000)::int,"
                        + " (ARRAY['new', 'paid', 'shipped', 'returned'])[1 + i % 4], (random() * 100000)::numeric(12,2),"
                        + " 'order ' || i || ' of customer ' || (random() * 100000)::int, gen_random_uuid() FROM generate_series(1, " + rows + ") AS i",
                "CREATE TABLE truth AS TABLE orders", "VACUUM ANALYZE orders_2020");
    }

    private void pipe(String packer) throws Exception {
        Path file = Files.createTempFile("unload-benchmark", ".packed");
        String psql = "psql -h localhost -p " + server.port() + " -U postgres bench -c '\\copy public.orders_2020 to stdout csv'";
        run(List.of("sh", "-c", psql + " | wc -c > " + file));
        megabytes = Long.parseLong(Files.readString(file).strip()) / MEGABYTE;
        Outcome outcome = run(List.of("sh", "-c", psql + " | " + packer + " > " + file));
        add("psql | " + packer, outcome, Files.size(file) / MEGABYTE);
        Files.delete(file);
    }

    private void duckDb(int threads) throws Exception {
        String command = System.getProperty("bench.duckdb");
        if (command == null) {
            System.out.println("DuckDB: not measured, for the property bench.duckdb does not say where it is");
            return;
        }
        Path file = Files.createTempFile("unload-benchmark", ".parquet");
        String source = "host=localhost port=" + server.port() + " user=postgres dbname=bench";
        Path script = Files.writeString(Files.createTempFile("unload-benchmark", ".sql"),
                "LOAD '" + System.getProperty("bench.duckdb.extension", "postgres") + "'; SET threads = " + threads + "; COPY (FROM postgres_scan('" + source
                        + "', 'public', 'orders_2020')) TO '" + file + "' (FORMAT parquet, COMPRESSION zstd);");
        Outcome outcome = run(List.of("sh", "-c", command + " < " + script));
        add("DuckDB, parquet zstd, threads: " + threads, outcome, Files.size(file) / MEGABYTE);
        Files.delete(file);
        Files.delete(script);
    }

    private void unload(String how) throws Exception {
        query("SELECT job_id FROM partition_tools.run('orders', '[{\"operation\": \"unload_to_s3_partitions\", \"upper_bound\": \"1 day\"}]')");
        Outcome work = run(program("work"));
        double stored = Long.parseLong(query("SELECT bytes FROM partition_tools.archives ORDER BY archive_id DESC LIMIT 1")) / MEGABYTE;
        String archive = query("SELECT max(archive_id) FROM partition_tools.archives");
        Outcome restore = run(program("restore", archive));
        add(how, work, stored, Math.round(Math.max(work.peak(), restore.peak())), round(restore.seconds()), Math.round(megabytes / restore.seconds()));
    }

    private List<String> program(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                // As the launcher has it.
                "-XX:+UseSerialGC", "-cp", System.getProperty("bench.classpath", System.getProperty("java.class.path")), "org.partitiontools.cli.PartitionTools"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", database.url(), "--user", "postgres"));
        return command;
    }

    /**
     * How a process ended.
     *
     * @param seconds how long it took
     * @param peak megabytes of memory that it had at most
     * @param program seconds of processor time that it used itself, without processes that it started
     * @param server those of the database server
     * @param machine those of everything on the machine
     */
    private record Outcome(double seconds, double peak, double program, double server, double machine) {
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        double serverBefore = serverSeconds();
        double machineBefore = machineSeconds();
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        if (System.getenv("AWS_ACCESS_KEY_ID") == null) {
            builder.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "embedded", "AWS_SECRET_ACCESS_KEY", "embedded"));
        }
        Process process = builder.start();
        double peak = 0;
        double program = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, peak(process));
            program = process.info().totalCpuDuration().map(time -> time.toMillis() / 1000.0).orElse(program);
            Thread.sleep(20);
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + command);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double machine = machineSeconds() - machineBefore;
        // A process of the server counts when it has ended.
        Thread.sleep(500);
        return new Outcome(seconds, peak, program, serverSeconds() - serverBefore, machine);
    }

    /** Of the server and those of its processes that have ended. */
    private double serverSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + postmaster + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return IntStream.rangeClosed(11, 14).mapToLong(i -> Long.parseLong(fields[i])).sum() / TICKS;
    }

    private static double machineSeconds() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
        double busy = 0;
        for (int i : List.of(1, 2, 3, 6, 7)) {
            busy += Long.parseLong(fields[i]);
        }
        return busy / TICKS;
    }

    private static double peak(Process process) {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0) / 1024.0;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private void add(String how, Outcome outcome, double stored) {
        add(how, outcome, stored, "", "", "");
    }

    private void add(String how, Outcome outcome, double stored, Object peak, Object restore, Object restoreRate) {
        boolean ours = !peak.equals("");
        results.add(List.of(how, round(outcome.seconds()), Math.round(megabytes / outcome.seconds()), Math.round(stored), peak, ours ? round(outcome.program()) : "",
                round(outcome.server()), round(outcome.machine() / outcome.seconds()), restore, restoreRate));
        System.out.println(TextTable.of(new Rows(COLUMNS, results)));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            try (ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
