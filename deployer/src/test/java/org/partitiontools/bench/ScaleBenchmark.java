package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.argument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.text.TextTable;

/**
 * How planning, checking and jobs without rows grow with the number of partitions of a table, beside the statements of the server that such a job cannot do without;
 * and how long one session checks many tables. Nothing is asked of an answer that a session has given before: each cell has the first of its kind in a new session, and
 * the median of the next five.
 *
 * <p>Arguments: the numbers of partitions, whole hundreds, separated by commas; how many tables of 30 partitions.
 */
public final class ScaleBenchmark {

    private static final String DAILY = "[{\"operation\": \"create_partitions\", \"granularity\": \"1 day\", \"lower_bound\": \"%d days\", \"upper_bound\": \"0 days\"}]";
    private static final String OLDEST = "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"0 days\", \"limit_operations\": 1}]";
    private static final String AT = "timestamptz '2000-01-01 12:00+00' + interval '%d days'";
    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "1GB", "max_wal_size", "16GB", "max_locks_per_transaction", "1024");
    private static final List<String> COLUMNS = List.of("partitions", "plan", "check", "empty run", "attach job", "bare attach", "removal job", "bare removal");
    private static final int AGAIN = 5;

    private final Database database;
    private final BenchSession session;

    private ScaleBenchmark(Database database) {
        this.database = database;
        this.session = new BenchSession(database);
    }

    /** The statement to be measured at its n-th turn; what has to be done before it is done when it is asked for. */
    private interface Turn {
        String of(int number) throws SQLException;
    }

    /** The first time, and the median of the next. In milliseconds. */
    private record Cost(double[] clock, double[] processor) {
        static String text(double[] millis) {
            double[] next = Arrays.copyOfRange(millis, 1, millis.length);
            Arrays.sort(next);
            return Math.round(millis[0]) + ", " + Math.round(next[next.length / 2]);
        }
    }

    public static void main(String[] args) throws IOException, SQLException {
        List<List<Object>> clock = new ArrayList<>();
        List<List<Object>> processor = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(SETTINGS)) {
            for (String partitions : argument(args, 0, "1000,3000,10000").split(",")) {
                List<Cost> costs = new ScaleBenchmark(database(server)).table(Integer.parseInt(partitions));
                clock.add(row(partitions, costs.stream().map(cost -> Cost.text(cost.clock)).toList()));
                processor.add(row(partitions, costs.stream().map(cost -> Cost.text(cost.processor)).toList()));
                print("ms by the clock: the first in a session, the median of the next " + AGAIN, COLUMNS, clock);
                print("ms of processor time of the server's session", COLUMNS, processor);
            }
            int tables = Integer.parseInt(argument(args, 1, "1000"));
            double seconds = new ScaleBenchmark(database(server)).tables(tables);
            print("one session", List.of("tables of 30 partitions", "checked in s"), List.of(List.of(tables, Math.round(seconds * 10) / 10.0)));
        }
    }

    private static List<Object> row(String partitions, List<String> cells) {
        List<Object> row = new ArrayList<>(List.of(partitions));
        row.addAll(cells);
        return row;
    }

    private static void print(String title, List<String> columns, List<List<Object>> rows) throws IOException {
        System.out.printf("%s (load average %s)%n%s%n", title, Files.readString(Path.of("/proc/loadavg")).split(" ")[0], TextTable.of(new Rows(columns, rows)));
    }

    private static Database database(EmbeddedServer server) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
        new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
        return server.database("bench");
    }

    private List<Cost> table(int partitions) throws SQLException, IOException {
        DailyTable.create(session, "public.orders", partitions);
        DailyTable.vacuum(session);
        String wanted = "('public.orders', '" + DAILY.formatted(partitions - 1) + "', " + AT.formatted(partitions - 1) + ")";
        List<Cost> costs = new ArrayList<>();
        for (String routine : List.of("plan", "check_partitions", "run")) {
            costs.add(cost(turn -> "SELECT * FROM partition_tools." + routine + wanted));
        }
        costs.add(cost(turn -> job(DAILY.formatted(1), partitions + turn)));
        costs.add(cost(turn -> """
                CREATE TABLE public.bare_%1$d (LIKE public.orders INCLUDING ALL);
                ALTER TABLE public.orders ATTACH PARTITION public.bare_%1$d FOR VALUES FROM ('2100-01-%2$02d 00:00+00') TO ('2100-01-%3$02d 00:00+00')""".formatted(turn, turn + 1, turn + 2)));
        costs.add(cost(turn -> job(OLDEST, partitions / 2)));
        costs.add(cost(turn -> "ALTER TABLE public.orders DETACH PARTITION public.bare_%1$d; DROP TABLE public.bare_%1$d".formatted(turn)));
        return costs;
    }

    private String job(String policy, int day) throws SQLException {
        String settings = "{\"cleanup_gaps\": \"accept\", \"operations\": " + policy + "}";
        return "CALL partition_tools.start(" + session.query("SELECT job_id FROM partition_tools.run('public.orders', '" + settings + "', " + AT.formatted(day) + ")") + ")";
    }

    private double tables(int count) throws SQLException {
        List<String> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DailyTable.create(session, "public.orders_" + i, 30);
            checks.add("SELECT * FROM partition_tools.check_partitions('public.orders_" + i + "', '" + DAILY.formatted(29) + "', " + AT.formatted(29) + ")");
        }
        DailyTable.vacuum(session);
        return session.seconds(checks.toArray(String[]::new));
    }

    private Cost cost(Turn turn) throws SQLException, IOException {
        double[] clock = new double[AGAIN + 1];
        double[] processor = new double[AGAIN + 1];
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            long process = process(statement);
            for (int i = 0; i <= AGAIN; i++) {
                String sql = turn.of(i);
                long busy = busy(process);
                long start = System.nanoTime();
                statement.execute(sql);
                clock[i] = (System.nanoTime() - start) / 1e6;
                processor[i] = (busy(process) - busy) / 1e6;
            }
        }
        return new Cost(clock, processor);
    }

    private static long process(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** For how many nanoseconds a process has been on a processor. */
    private static long busy(long process) throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/" + process + "/schedstat")).split(" ")[0]);
    }
}
