package org.partitiontools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.partitiontools.database.Database;

/** A table with a row every ten seconds, all of them in its default partition, and the two ways to partition it. */
final class BenchTable {

    private static final String COLUMNS =
            "(id bigint NOT NULL, ts timestamptz NOT NULL, customer int NOT NULL, amount numeric(10,2), note text)";
    private static final String START = "timestamptz '2025-01-01 00:00+00'";

    private final BenchSession session;
    private final long rows;
    private final int partitions;

    BenchTable(Database database, long rows, int partitions) {
        this.session = new BenchSession(database);
        this.rows = rows;
        this.partitions = partitions;
    }

    /** Makes the table anew. */
    void fill() throws SQLException {
        session.execute("DROP SCHEMA IF EXISTS bench CASCADE", "CREATE SCHEMA bench",
                "CREATE TABLE bench.events " + COLUMNS + " PARTITION BY RANGE (ts)",
                "CREATE TABLE bench.events_default PARTITION OF bench.events DEFAULT",
                "INSERT INTO bench.events SELECT i, " + START + " + i * interval '10 seconds', i % 10000, (i % 1000) / 7.0, "
                        + "'note ' || i FROM generate_series(1, " + rows + ") AS i",
                "ALTER TABLE bench.events ADD PRIMARY KEY (id, ts)",
                "CREATE INDEX ON bench.events (customer)",
                "VACUUM ANALYZE bench.events", "CHECKPOINT");
    }

    private void createRaw() throws SQLException {
        session.execute("CREATE TABLE bench.raw " + COLUMNS + " PARTITION BY RANGE (ts)",
                "DO $$ BEGIN FOR n IN 0 .. " + (partitions - 1) + " LOOP EXECUTE format("
                        + "'CREATE TABLE bench.raw_%s PARTITION OF bench.raw FOR VALUES FROM (%L) TO (%L)', n, "
                        + bound("n") + ", " + bound("n + 1") + "); END LOOP; END $$");
    }

    /** Lets the disk come to rest, so that nobody waits for what others have left to be written. */
    void rest() throws SQLException, InterruptedException {
        session.execute("CHECKPOINT");
        try {
            new ProcessBuilder("sync").inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("no command sync", e);
        }
    }

    /** The baseline: one statement into partitions that are ready, then the indexes. */
    RawCopy copyRaw() throws SQLException {
        createRaw();
        double seconds = session.seconds("INSERT INTO bench.raw SELECT * FROM bench.events",
                "ALTER TABLE bench.raw ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bench.raw (customer)");
        double analyze = session.seconds("ANALYZE bench.raw");
        session.execute("DROP TABLE bench.raw", "CHECKPOINT");
        return new RawCopy(seconds, analyze);
    }

    /** The baseline for several sessions, in seconds: each copies its part of the blocks, then takes one partition after the other to index and to analyze it. */
    double copyRaw(int sessions) throws SQLException {
        createRaw();
        long blocks = Long.parseLong(session.query("SELECT pg_relation_size('bench.events_default') / current_setting('block_size')::bigint + 1"));
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        Together.of(sessions, i -> session.execute("INSERT INTO bench.raw SELECT * FROM bench.events_default WHERE ctid >= '(" + blocks * i / sessions
                + ",0)' AND ctid < '(" + blocks * (i + 1) / sessions + ",0)'"));
        Together.of(sessions, i -> {
            for (int n = next.getAndIncrement(); n < partitions; n = next.getAndIncrement()) {
                session.execute("ALTER TABLE bench.raw_" + n + " ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bench.raw_" + n + " (customer)",
                        "ANALYZE bench.raw_" + n);
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        session.execute("DROP TABLE bench.raw", "CHECKPOINT");
        return seconds;
    }

    /** Ours, in seconds. */
    double drain() throws SQLException {
        return session.seconds("CALL partition_tools.repartition('bench.events', ARRAY['bench.events_default'::regclass], '" + bounds() + "')");
    }

    /** Ours, in seconds, by several sessions. */
    double drain(int sessions) throws SQLException {
        String job = session.query("SELECT partition_tools_internal.repartition_job('bench.events', ARRAY['bench.events_default'::regclass], '" + bounds() + "', NULL, NULL, NULL)");
        long start = System.nanoTime();
        Together.of(sessions, i -> session.execute("CALL partition_tools." + (i == 0 ? "start" : "help") + "(" + job + ")"));
        return (System.nanoTime() - start) / 1e9;
    }

    private String bounds() throws SQLException {
        return session.query("SELECT array_agg(" + bound("n") + " ORDER BY n)::text FROM generate_series(0, " + partitions + ") AS n");
    }

    double lockedMillis() throws SQLException {
        return session.lockedMillis();
    }

    /** The n-th of the bounds that cut the rows into equal parts. */
    private String bound(String n) {
        return START + " + (" + n + ") * " + (rows / partitions + 1) + " * interval '10 seconds'";
    }
}
