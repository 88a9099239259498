package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.argument;
import static org.partitiontools.bench.Benchmark.round;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * A plain table becomes partitioned by month in pg_partman's way (4.7, {@code partition_data_proc}) and in ours, on one server, in one run, nobody else at work.
 *
 * <p>Its way, as its documentation has it: the table becomes the default partition of a new one, and the procedure takes its rows out, a month in a transaction;
 * a row is in one place only at each moment, and the table stays readable.
 *
 * <p>{@code PARTMAN_URL}: the JDBC URL of a superuser's. Arguments: the numbers of rows in millions, of months.
 */
public final class PartmanBenchmark {

    private static final String COLUMNS = "id bigint NOT NULL, ts timestamptz NOT NULL, customer int NOT NULL, amount numeric(10,2), note text";
    private static final String START = "timestamptz '2025-01-01 00:00+00'";

    private final BenchSession session;
    private final long rows;
    private final int months;

    private PartmanBenchmark(BenchSession session, long rows, int months) {
        this.session = session;
        this.rows = rows;
        this.months = months;
    }

    public static void main(String[] args) throws SQLException {
        String url = System.getenv("PARTMAN_URL");
        new BenchSession(new Database(url, new Properties())).execute("DROP DATABASE IF EXISTS partition_tools_bench", "CREATE DATABASE partition_tools_bench");
        Database database = new Database(url.replaceFirst("/[^/?]*(\\?|$)", "/partition_tools_bench$1"), new Properties());
        new Deployer(database, Bundle.of(Engine.POSTGRESQL)).deploy();
        BenchSession session = new BenchSession(database);
        session.execute("CREATE SCHEMA partman", "CREATE EXTENSION pg_partman SCHEMA partman");
        long rows = Math.round(Double.parseDouble(argument(args, 0, "3")) * 1_000_000);
        int months = Integer.parseInt(argument(args, 1, "12"));
        PartmanBenchmark benchmark = new PartmanBenchmark(session, rows, months);
        List<List<Object>> results = new ArrayList<>();
        double partman = benchmark.partman();
        double ours = benchmark.ours();
        results.add(List.of(rows, months, round(partman), round(ours), round(partman / ours), session.lockedMillis()));
        System.out.println(TextTable.of(new Rows(List.of("rows", "months", "pg_partman s", "ours s", "times faster", "locked ms"), results)));
    }

    private void fill() throws SQLException {
        session.execute("DROP SCHEMA IF EXISTS bench CASCADE", "CREATE SCHEMA bench", "CREATE TABLE bench.events (" + COLUMNS + ")",
                "INSERT INTO bench.events SELECT i, " + START + " + i * interval '1 month' * " + months + " / " + (rows + 1) + ", i % 10000, (i % 1000) / 7.0, 'note ' || i FROM generate_series(1, " + rows + ") AS i",
                "ALTER TABLE bench.events ADD PRIMARY KEY (id, ts)", "CREATE INDEX ON bench.events (customer)", "VACUUM ANALYZE bench.events", "CHECKPOINT");
    }

    /** In seconds. */
    private double partman() throws SQLException {
        fill();
        session.execute("ALTER TABLE bench.events RENAME TO events_plain", "CREATE TABLE bench.events (" + COLUMNS + ", PRIMARY KEY (id, ts)) PARTITION BY RANGE (ts)", "CREATE INDEX ON bench.events (customer)",
                "SELECT partman.create_parent('bench.events', 'ts', 'native', 'monthly', p_premake => 1, p_start_partition => '2025-01-01')",
                "DROP TABLE bench.events_default", "ALTER TABLE bench.events_plain RENAME TO events_default");
        // The months that stand already were made empty: then the default partition could not be attached while it has their rows.
        session.execute("DO $$ DECLARE r record; BEGIN FOR r IN SELECT inhrelid::regclass AS p FROM pg_inherits WHERE inhparent = 'bench.events'::regclass LOOP EXECUTE 'DROP TABLE ' || r.p; END LOOP; END $$",
                "ALTER TABLE bench.events ATTACH PARTITION bench.events_default DEFAULT");
        double seconds = session.seconds("CALL partman.partition_data_proc('bench.events', p_batch => 1000)", "ANALYZE bench.events");
        check();
        session.execute("DELETE FROM partman.part_config");
        return seconds;
    }

    /** In seconds. */
    private double ours() throws SQLException {
        fill();
        double seconds = session.seconds("SET partition_tools.keep_source = '0'", "CALL partition_tools.partition_table('bench.events', 'ts', '1 month', '" + months + " months', '0 months', p_as_of => "
                + START + " + " + months + " * interval '1 month')");
        check();
        return seconds;
    }

    private void check() throws SQLException {
        String found = session.query("SELECT count(*) || ' ' || (SELECT count(*) FROM bench.events_default) FROM bench.events");
        if (!found.equals(rows + " 0")) {
            throw new IllegalStateException("rows of the table, and of its default partition: " + found);
        }
    }
}
