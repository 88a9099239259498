package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.round;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.archive.store.S3Servers;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.demo.EmbeddedStore;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;
import org.postgresql.PGConnection;

/**
 * The life of a large table while three sessions change it, which write down what they change: drained, merged, moved, unloaded, restored. After it a digest
 * of all rows must be what the first one and the changes add up to. To be run by hand: it takes hours where the machine is slow, and four times the room of the table.
 *
 * <p>Arguments: millions of rows (100 are 10 GB); months.
 */
public final class LargeBenchmark {

    private static final List<String> COLUMNS = List.of("what", "s", "MB/s", "WAL GB", "more disk GB", "peak MB of the session", "locked ms", "p99.9 ms", "longest ms", "transactions");
    private static final String START = "timestamptz '2020-01-01 00:00+00'";
    private static final double GIGABYTE = 1e9;

    private final EmbeddedServer server;
    private final Database database;
    private final BenchSession session;
    private final long rows;
    private final int months;
    private final List<List<Object>> results = new ArrayList<>();
    private double megabytes;

    private LargeBenchmark(EmbeddedServer server, Database database, long rows, int months) {
        this.server = server;
        this.database = database;
        this.session = new BenchSession(database);
        this.rows = rows;
        this.months = months;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> settings = Map.of("shared_buffers", "2GB", "maintenance_work_mem", "512MB", "max_wal_size", "4GB", "checkpoint_timeout", "15min", "fsync", "on", "synchronous_commit", "on");
        try (EmbeddedServer server = EmbeddedServer.start(settings); EmbeddedStore store = EmbeddedStore.start()) {
            server.execute("CREATE DATABASE bench");
            Database database = server.database("bench");
            new Deployer(database, Bundle.of(Engine.POSTGRESQL)).deploy();
            new LargeBenchmark(server, database, Math.round(Double.parseDouble(Benchmark.argument(args, 0, "100")) * 1_000_000), Integer.parseInt(Benchmark.argument(args, 1, "60")))
                    .measure(store.endpoint());
        }
    }

    private void measure(String endpoint) throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of("endpoint", endpoint, "bucket", "bench", "region", "us-east-1", "sessions", 2, "compression", "zstd"));
        new S3Servers(database).put("default", settings);
        new S3Servers(database).createBuckets();
        fill();
        String before = digest("bench.events");
        try (Load load = Load.recorded(database, rows, moment("?"))) {
            Latencies idle = load.during(() -> Thread.sleep(4 * Benchmark.BASELINE_MILLIS));
            add("nothing", 0, 0, 0, 0, "", idle);
            step(load, "drain into months", () -> call("create_partitions('bench.events', '1 month', "));
            step(load, "merge into years", () -> call("merge_partitions('bench.events', '1 year', "));
            server.execute("SET allow_in_place_tablespaces = on", "CREATE TABLESPACE slow LOCATION ''");
            step(load, "move to another tablespace", () -> call("move_partitions('bench.events', p_tablespace => 'slow', "));
        }
        // What is unloaded is read only from then on: nobody changes it.
        step(null, "unload", () -> {
            session.query("SELECT count(*) FROM partition_tools.run('bench.events', json_build_array(json_build_object('operation', 'unload_to_s3_partitions', 'upper_bound', '0 months')), " + now() + ")");
            return Program.run(database, "work");
        });
        step(null, "restore", () -> {
            double peak = 0;
            for (String archive : session.query("SELECT string_agg(archive_id::text, ',' ORDER BY archive_id) FROM partition_tools.archives").split(",")) {
                peak = Math.max(peak, Program.run(database, "restore", archive));
            }
            return peak;
        });
        String expected = session.query("SELECT (%s + sum(n))::text || ' ' || (%s + sum(n * h)) FROM bench.changes".formatted((Object[]) before.split(" ")));
        String now = digest("bench.events");
        System.out.println(now.equals(expected) ? "All rows are what they were, with every change: " + now : "DIFFERENT: " + now + " instead of " + expected);
    }

    private void fill() throws SQLException {
        session.execute("CREATE SCHEMA bench", "CREATE TABLE bench.events (id bigint NOT NULL, ts timestamptz NOT NULL, customer int NOT NULL, amount numeric(10,2), note text) PARTITION BY RANGE (ts)",
                "CREATE TABLE bench.events_default PARTITION OF bench.events DEFAULT",
                "INSERT INTO bench.events SELECT i, " + moment("i") + ", i % 10000, (i % 1000) / 7.0, 'order ' || i || ' of customer ' || i % 10000"
                        + " FROM generate_series(1, " + rows + ") AS i",
                "CREATE TABLE bench.seen (job_id bigint)", "CREATE TABLE bench.changes (n int NOT NULL, h numeric NOT NULL)", "INSERT INTO bench.changes VALUES (0, 0)",
                "ALTER TABLE bench.events ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bench.events (customer)", "VACUUM ANALYZE bench.events", "CHECKPOINT");
        megabytes = Double.parseDouble(session.query("SELECT pg_table_size('bench.events_default') / 1e6"));
        System.out.println(rows + " rows, " + Math.round(megabytes) + " MB, indexes " + session.query("SELECT pg_indexes_size('bench.events_default') / 1000000") + " MB");
    }

    /** When a row is dated: a fraction of all months, since an interval has fewer months than there are rows. */
    private String moment(String id) {
        return START + " + " + id + "::float8 / " + (rows + 1) + " * " + months + " * interval '1 month'";
    }

    private String digest(String table) throws SQLException {
        return session.query("SELECT count(*) || ' ' || sum(" + Load.digest("e") + ") FROM " + table + " AS e");
    }

    private String now() {
        return START + " + interval '" + months + " months'";
    }

    /** @return megabytes of memory that the session had at most */
    private double call(String procedure) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            long pid = connection.unwrap(PGConnection.class).getBackendPID();
            statement.execute("CALL partition_tools." + procedure + "p_lower_bound => '" + months + " months', p_upper_bound => '0 months', p_as_of => " + now() + ")");
            return Program.peak(pid);
        }
    }

    /** One part of the life of the table; tells how many megabytes of memory it took. */
    private interface Part {
        double run() throws SQLException, InterruptedException;
    }

    private void step(Load load, String what, Part part) throws SQLException, InterruptedException {
        session.execute("CHECKPOINT");
        double[] seconds = new double[1];
        double[] peak = new double[1];
        String start = session.query("SELECT pg_current_wal_lsn()");
        Latencies during = null;
        double most;
        try (DiskUse disk = new DiskUse()) {
            long nanos = System.nanoTime();
            if (load == null) {
                peak[0] = part.run();
            } else {
                during = load.during(() -> peak[0] = part.run());
            }
            seconds[0] = (System.nanoTime() - nanos) / 1e9;
            most = disk.most();
        }
        double wal = Double.parseDouble(session.query("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + start + "')"));
        String locked = session.query("SELECT max(locked_ms) FROM partition_tools.jobs WHERE job_id > coalesce((SELECT max(job_id) FROM bench.seen), 0)");
        session.execute("INSERT INTO bench.seen SELECT max(job_id) FROM partition_tools.jobs");
        add(what, seconds[0], wal, most, peak[0], locked == null ? "" : locked, during);
    }

    private void add(String what, double seconds, double wal, double disk, double peak, Object locked, Latencies felt) {
        results.add(List.of(what, round(seconds), seconds == 0 ? "" : Math.round(megabytes / seconds), round(wal / GIGABYTE), round(disk / GIGABYTE), Math.round(peak), locked,
                felt == null ? "" : round(felt.percentile(99.9)), felt == null ? "" : round(felt.longest()), felt == null ? "" : felt.count()));
        System.out.println(TextTable.of(new Rows(COLUMNS, results)));
    }
}
