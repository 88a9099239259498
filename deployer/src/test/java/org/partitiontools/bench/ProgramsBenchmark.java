package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.argument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * What a scheduler waits for: whole calls of postgresql-partition-manager and of our program, from their start to their end, on the same tables of many daily
 * partitions, by turns in one run; then a check of many tables of 30 partitions. Each cell is the median of five, in milliseconds.
 *
 * <p>{@code -Dbench.ppm}: the program postgresql-partition-manager; ours is the launcher of the checkout, so Maven runs in its folder. Arguments: the numbers of
 * partitions, whole hundreds, separated by commas; how many tables of 30 partitions.
 */
public final class ProgramsBenchmark {

    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "1GB", "max_wal_size", "16GB", "max_locks_per_transaction", "1024");
    private static final List<String> COLUMNS = List.of("partitions", "check: theirs", "ours", "nothing to do: theirs", "ours", "one to make: theirs", "ours");
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final int TURNS = 5;
    private static final int PARTITIONS_OF_MANY = 30;

    private final EmbeddedServer server;
    private final BenchSession session;
    private final List<String> tables = new ArrayList<>();
    private final int partitions;

    private ProgramsBenchmark(EmbeddedServer server, int tables, int partitions) throws SQLException {
        this.server = server;
        this.partitions = partitions;
        server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
        new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
        this.session = new BenchSession(server.database("bench"));
        for (int i = 0; i < tables; i++) {
            this.tables.add("orders_" + i);
            DailyTable.create(session, "public.orders_" + i, partitions);
        }
        DailyTable.vacuum(session);
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String partitions : argument(args, 0, "1000,3000,10000").split(",")) {
                results.add(new ProgramsBenchmark(server, 1, Integer.parseInt(partitions)).one());
                print(COLUMNS, results);
            }
            int tables = Integer.parseInt(argument(args, 1, "1000"));
            print(List.of("tables of " + PARTITIONS_OF_MANY + " partitions", "check: theirs", "ours"), List.of(new ProgramsBenchmark(server, tables, PARTITIONS_OF_MANY).many()));
        }
    }

    private static void print(List<String> columns, List<List<Object>> rows) throws IOException {
        System.out.printf("load average %s%n%s%n", Files.readString(Path.of("/proc/loadavg")).split(" ")[0], TextTable.of(new Rows(columns, rows)));
    }

    private List<Object> one() throws SQLException, IOException, InterruptedException {
        double[][] millis = new double[COLUMNS.size() - 1][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            millis[0][turn] = theirs(partitions, "check");
            millis[1][turn] = ours(partitions, "check");
            millis[2][turn] = theirs(partitions, "provisioning");
            millis[3][turn] = ours(partitions, "run");
            millis[4][turn] = theirs(partitions + 1, "provisioning");
            takeNewest();
            millis[5][turn] = ours(partitions + 1, "run");
            takeNewest();
        }
        return row(partitions, millis);
    }

    private List<Object> many() throws IOException, InterruptedException {
        double[][] millis = new double[2][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            millis[0][turn] = theirs(partitions, "check");
            millis[1][turn] = ours(partitions, "check");
        }
        return row(tables.size(), millis);
    }

    private static List<Object> row(int size, double[][] millis) {
        List<Object> row = new ArrayList<>(List.of(size));
        for (double[] times : millis) {
            Arrays.sort(times);
            row.add(Math.round(times[TURNS / 2]));
        }
        return row;
    }

    /** Removes the partition that was to be made. That it is there shows that it has been. */
    private void takeNewest() throws SQLException {
        String name = "public." + tables.get(0) + "_" + FIRST.plusDays(partitions).toString().replace('-', '_');
        session.execute("ALTER TABLE public." + tables.get(0) + " DETACH PARTITION " + name, "DROP TABLE " + name);
    }

    /** Lets it look after so many partitions, the newest of which is the one ahead of its day. */
    private double theirs(int wanted, String command) throws IOException, InterruptedException {
        Path configuration = Files.writeString(Files.createTempFile("programs-benchmark", ".yaml"), """
                connection-url: postgres://postgres@localhost:%d/bench?sslmode=disable
                statement-timeout: 60000
                partitions:
                """.formatted(server.port()) + each("  %1$s: {schema: public, table: %1$s, partitionKey: at, interval: daily, retention: %2$d, preProvisioned: 1, cleanupPolicy: drop}%n", wanted - 2));
        return millis(configuration, Map.of("PPM_WORK_DATE", FIRST.plusDays(wanted - 2).toString(), "TZ", "UTC"), System.getProperty("bench.ppm"), "run", command, "--config", configuration.toString());
    }

    private double ours(int wanted, String command) throws IOException, InterruptedException {
        Path policy = Files.writeString(Files.createTempFile("programs-benchmark", ".yaml"), """
                kind: partitioning
                api: v1
                start_date: "2000-01-01"
                schedule: 0 1 * * *
                connection_id: bench
                timezone: UTC
                schema: public
                tables:
                """ + each("""
                  - table: %1$s
                    operations:
                      - {operation: create_partitions, granularity: 1 day, lower_bound: %2$d days, upper_bound: -1 day}
                """, wanted - 1));
        return millis(policy, Map.of(), Path.of("partition-tools").toAbsolutePath().toString(), command, policy.toString(), "--as-of", FIRST.plusDays(wanted - 1).toString(),
                "--url", server.database("bench").url(), "--user", "postgres");
    }

    private String each(String lines, int number) {
        return tables.stream().map(table -> String.format(lines, table, number)).collect(Collectors.joining());
    }

    private static double millis(Path file, Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("programs-benchmark", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (code != 0) {
            throw new IllegalStateException("exit code " + code + ": " + String.join(" ", command) + "\n" + Files.readString(output));
        }
        Files.delete(output);
        Files.delete(file);
        return millis;
    }
}
