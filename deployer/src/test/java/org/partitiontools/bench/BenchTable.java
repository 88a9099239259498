package org.partitiontools.bench;

import java.sql.SQLException;
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

    /** The baseline: one statement into partitions that are ready, then the indexes. */
    RawCopy copyRaw() throws SQLException {
        session.execute("CREATE TABLE bench.raw " + COLUMNS + " PARTITION BY RANGE (ts)",
                "DO $$ BEGIN FOR n IN 0 .. " + (partitions - 1) + " LOOP EXECUTE format("
                        + "'CREATE TABLE bench.raw_%s PARTITION OF bench.raw FOR VALUES FROM (%L) TO (%L)', n, "
                        + bound("n") + ", " + bound("n + 1") + "); END LOOP; END $$");
        double seconds = session.seconds("INSERT INTO bench.raw SELECT * FROM bench.events_default",
                "ALTER TABLE bench.raw ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bench.raw (customer)");
        double analyze = session.seconds("ANALYZE bench.raw");
        session.execute("DROP TABLE bench.raw", "CHECKPOINT");
        return new RawCopy(seconds, analyze);
    }

    /** Ours, in seconds. */
    double drain() throws SQLException {
        String bounds = session.query("SELECT array_agg(" + bound("n") + " ORDER BY n)::text FROM generate_series(0, " + partitions + ") AS n");
        return session.seconds("CALL partition_tools.repartition('bench.events', ARRAY['bench.events_default'::regclass], '" + bounds + "')");
    }

    double lockedMillis() throws SQLException {
        return session.lockedMillis();
    }

    /** The n-th of the bounds that cut the rows into equal parts. */
    private String bound(String n) {
        return START + " + (" + n + ") * " + (rows / partitions + 1) + " * interval '10 seconds'";
    }
}
