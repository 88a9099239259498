package org.partitiontools.bench;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.partitiontools.database.Database;

/** A plain table of 50 columns, about 500 bytes a row, with a row for every part of a month, and the ways to partition it by month. */
final class WideTable {

    private static final int PLAIN_COLUMNS = 5;
    private static final int COLUMNS = 50;
    private static final String START = "timestamptz '2020-01-01 00:00+00'";
    private static final String FIRST = "id bigint NOT NULL, ts timestamptz NOT NULL, customer int NOT NULL, amount numeric(10,2), note text";

    private final BenchSession session;
    private final long rows;
    private final int months;

    WideTable(Database database, long rows, int months) {
        this.session = new BenchSession(database);
        this.rows = rows;
        this.months = months;
    }

    /** Makes the table anew. */
    void fill() throws SQLException {
        session.execute("DROP SCHEMA IF EXISTS bench CASCADE", "CREATE SCHEMA bench", "CREATE TABLE bench.events (" + columns() + ")",
                "INSERT INTO bench.events SELECT i, " + START + " + i * interval '1 month' * " + months + " / " + (rows + 1) + ", i % 10000, (i % 1000) / 7.0, 'note ' || i, "
                        + IntStream.rangeClosed(PLAIN_COLUMNS + 1, COLUMNS).mapToObj(n -> n % 2 == 0 ? "i + " + n : "'value ' || i % " + n * 1000).collect(Collectors.joining(", "))
                        + " FROM generate_series(1, " + rows + ") AS i",
                "ALTER TABLE bench.events ADD PRIMARY KEY (id)", "CREATE INDEX ON bench.events (customer)", "VACUUM ANALYZE bench.events", "CHECKPOINT");
    }

    /** Megabytes of the table without its indexes. */
    double megabytes() throws SQLException {
        return Double.parseDouble(session.query("SELECT pg_table_size('bench.events') / 1e6"));
    }

    /** The baseline: one statement into partitions that are ready, the indexes, and ANALYZE. {@link #dropRaw} is to follow. */
    RawCopy copyRaw() throws SQLException {
        session.execute("CREATE TABLE bench.raw (" + columns() + ") PARTITION BY RANGE (ts)", "CREATE TABLE bench.raw_default PARTITION OF bench.raw DEFAULT",
                "DO $$ BEGIN FOR n IN 0 .. " + (months - 1) + " LOOP EXECUTE format('CREATE TABLE bench.raw_%s PARTITION OF bench.raw FOR VALUES FROM (%L) TO (%L)', n, "
                        + START + " + n * interval '1 month', " + START + " + (n + 1) * interval '1 month'); END LOOP; END $$");
        double seconds = session.seconds("INSERT INTO bench.raw SELECT * FROM bench.events",
                "ALTER TABLE bench.raw ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bench.raw (customer)");
        double analyze = session.seconds("ANALYZE bench.raw");
        return new RawCopy(seconds, analyze);
    }

    void dropRaw() throws SQLException {
        session.execute("DROP TABLE bench.raw", "CHECKPOINT");
    }

    /** Ours, in seconds; the plain table is kept. */
    double convert(String mode) throws SQLException {
        // A key that is widened is built beside the table while writers wait: whoever wants them to go on builds it CONCURRENTLY.
        return session.seconds("SET partition_tools.build_keys = 'locked'", "CALL partition_tools.partition_table('bench.events', 'ts', '1 month', '" + months + " months', '0 months', p_mode => '" + mode + "', p_as_of => "
                + START + " + " + months + " * interval '1 month')");
    }

    /** The way back, in seconds. */
    double revert() throws SQLException {
        return session.seconds("CALL partition_tools.revert(" + session.query("SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'convert'") + ")");
    }

    /** Ours the other way, in seconds: of the table as it is, which becomes partitioned before; the partitioned one is kept. */
    double unpartition() throws SQLException {
        convert("copy");
        session.execute("CALL partition_tools.finish(" + session.query("SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'convert'") + ")");
        return session.seconds("CALL partition_tools.unpartition('bench.events')");
    }

    double lockedMillis() throws SQLException {
        return session.lockedMillis();
    }

    private static String columns() {
        return FIRST + IntStream.rangeClosed(PLAIN_COLUMNS + 1, COLUMNS).mapToObj(n -> ", c" + n + (n % 2 == 0 ? " bigint" : " text")).collect(Collectors.joining());
    }
}
