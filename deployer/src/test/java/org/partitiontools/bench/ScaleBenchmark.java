package org.partitiontools.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * How planning, checking and a job without rows grow with the number of partitions of a table, and how long one session checks many tables.
 * Of each the median of five, in one session after another.
 *
 * <p>Arguments: the numbers of partitions, separated by commas; how many tables of 30 partitions.
 */
public final class ScaleBenchmark {

    private static final String DAILY = "[{\"operation\": \"create_partitions\", \"granularity\": \"1 day\", \"lower_bound\": \"%d days\", \"upper_bound\": \"0 days\"}]";
    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "1GB", "max_wal_size", "16GB", "max_locks_per_transaction", "1024");

    private final BenchSession session;

    private ScaleBenchmark(BenchSession session) {
        this.session = session;
    }

    public static void main(String[] args) throws IOException, SQLException {
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String partitions : argument(args, 0, "1000,3000,10000").split(",")) {
                results.add(new ScaleBenchmark(database(server)).table(Integer.parseInt(partitions)));
                System.out.println(TextTable.of(new Rows(List.of("partitions", "plan ms", "check ms", "empty run ms", "job without rows ms"), results)));
            }
            int tables = Integer.parseInt(argument(args, 1, "1000"));
            double seconds = new ScaleBenchmark(database(server)).tables(tables);
            System.out.println(TextTable.of(new Rows(List.of("tables of 30 partitions", "checked in s"), List.of(List.of(tables, Math.round(seconds * 10) / 10.0)))));
        }
    }

    private static String argument(String[] args, int index, String otherwise) {
        return args.length > index && !args[index].isBlank() ? args[index] : otherwise;
    }

    private static BenchSession database(EmbeddedServer server) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
        new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
        return new BenchSession(server.database("bench"));
    }

    private List<Object> table(int partitions) throws SQLException {
        create("orders", partitions);
        String policy = DAILY.formatted(partitions - 1);
        String asOf = "', '" + policy + "', timestamptz '2000-01-01 12:00+00' + " + (partitions - 1) + " * interval '1 day')";
        long plan = millis("SELECT * FROM partition_tools.plan('orders" + asOf);
        long check = millis("SELECT * FROM partition_tools.check_partitions('orders" + asOf);
        long empty = millis("SELECT * FROM partition_tools.run('orders" + asOf);
        double[] jobs = new double[5];
        for (int i = 0; i < jobs.length; i++) {
            String job = session.query("SELECT job_id FROM partition_tools.run('orders', '" + DAILY.formatted(1) + "', timestamptz '2000-01-01 12:00+00' + "
                    + (partitions + i) + " * interval '1 day')");
            jobs[i] = session.seconds("CALL partition_tools.start(" + job + ")");
        }
        return List.of(partitions, plan, check, empty, median(jobs));
    }

    private double tables(int count) throws SQLException {
        List<String> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            create("orders_" + i, 30);
            checks.add("SELECT * FROM partition_tools.check_partitions('orders_" + i + "', '" + DAILY.formatted(29) + "', timestamptz '2000-01-30 12:00+00')");
        }
        return session.seconds(checks.toArray(String[]::new));
    }

    private void create(String table, int partitions) throws SQLException {
        session.execute("CREATE TABLE " + table + " (id bigint NOT NULL, at timestamptz NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                """
                DO $$ BEGIN FOR i IN 0 .. %2$d LOOP
                    EXECUTE format('CREATE TABLE %1$s_%%s PARTITION OF %1$s FOR VALUES FROM (%%L) TO (%%L)', to_char(date '2000-01-01' + i, 'YYYY_MM_DD'),
                        (date '2000-01-01' + i)::text || ' 00:00+00', (date '2000-01-02' + i)::text || ' 00:00+00');
                    IF i %% 100 = 99 THEN COMMIT; END IF;
                END LOOP; END $$""".formatted(table, partitions - 1),
                "ANALYZE " + table);
    }

    private long millis(String statement) throws SQLException {
        double[] seconds = new double[5];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = session.seconds(statement);
        }
        return median(seconds);
    }

    private static long median(double[] seconds) {
        Arrays.sort(seconds);
        return Math.round(seconds[seconds.length / 2] * 1000);
    }
}
