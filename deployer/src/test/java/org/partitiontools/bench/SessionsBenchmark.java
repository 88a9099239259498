package org.partitiontools.bench;

import static org.partitiontools.bench.Benchmark.round;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.partitiontools.database.Database;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.database.Rows;
import org.partitiontools.text.TextTable;

/**
 * A default partition that is drained by 1, 2 and 4 sessions, beside as many that copy by hand, each its part of the blocks, and then build indexes
 * and analyze, partition by partition; and beside one that does. Of each the median of three, measured by turns.
 *
 * <p>Arguments: the numbers of rows in millions, separated by commas; the numbers of partitions, likewise.
 */
public final class SessionsBenchmark {

    private static final List<Integer> SESSIONS = List.of(1, 2, 4);
    private static final int TIMES = 3;
    private static final List<String> COLUMNS = List.of("raw with as many : drain", "drain : one raw", "sessions", "rows", "partitions", "drain s", "raw s", "one raw s");

    private SessionsBenchmark() {
    }

    public static void main(String[] args) throws IOException, SQLException {
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors");
        List<List<Object>> results = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start(Benchmark.SETTINGS)) {
            for (String millions : Benchmark.argument(args, 0, "4").split(",")) {
                for (String partitions : Benchmark.argument(args, 1, "12").split(",")) {
                    server.execute("DROP DATABASE IF EXISTS bench", "CREATE DATABASE bench");
                    new Deployer(server.database("bench"), Bundle.of(Engine.POSTGRESQL)).deploy();
                    results.addAll(measure(server.database("bench"), Math.round(Double.parseDouble(millions) * 1_000_000), Integer.parseInt(partitions)));
                    System.out.println(TextTable.of(new Rows(COLUMNS, results)));
                }
            }
        }
    }

    private static List<List<Object>> measure(Database database, long rows, int partitions) throws SQLException {
        BenchTable table = new BenchTable(database, rows, partitions);
        Map<Integer, List<Double>> raw = new TreeMap<>();
        Map<Integer, List<Double>> drained = new TreeMap<>();
        for (int i = 0; i < TIMES; i++) {
            for (int sessions : SESSIONS) {
                table.fill();
                raw.computeIfAbsent(sessions, n -> new ArrayList<>()).add(table.copyRaw(sessions));
                drained.computeIfAbsent(sessions, n -> new ArrayList<>()).add(table.drain(sessions));
                System.out.println(sessions + " sessions: raw " + raw.get(sessions) + " s, drain " + drained.get(sessions) + " s");
            }
        }
        double one = median(raw.get(1));
        return SESSIONS.stream().map(sessions -> List.<Object>of(round(median(raw.get(sessions)) / median(drained.get(sessions))), round(median(drained.get(sessions)) / one),
                sessions, rows, partitions, round(median(drained.get(sessions))), round(median(raw.get(sessions))), round(one))).toList();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
