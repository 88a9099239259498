package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** {@code check --format openmetrics}, compared with what is there. */
@PartitionToolsDatabase
class MetricsIT {

    private static final Pattern LINE = Pattern.compile("(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{.+})? [-+0-9.Einf]+|# EOF)");
    private static final String POLICY = "kind: partitioning\napi: v1\ntables: [{table: 'odd \"name\\', interval: monthly, pre_provisioned: 1}, {table: gone, interval: monthly}]\n";

    @TempDir
    private Path folder;

    @Test
    void tellsOfPartitionsJobsAndFindings(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE \"odd \"\"name\\\" (at date NOT NULL) PARTITION BY RANGE (at)",
                    partition("past", "-2 months", "-1 month"), partition("now", "0", "1 month"), partition("next", "1 month", "2 months"),
                    // After a gap: it counts as a partition, and not for the time ahead.
                    partition("later", "4 months", "5 months"),
                    "CREATE TABLE d PARTITION OF \"odd \"\"name\\\" DEFAULT",
                    "INSERT INTO \"odd \"\"name\\\" SELECT '2000-01-01' FROM generate_series(1, 1000)", "ANALYZE");
            String policy = Files.writeString(folder.resolve("p.yaml"), POLICY).toString();

            Invocation invocation = Invocation.of("check", policy, "--url", database.url(), "--format", "openmetrics");
            Map<String, Double> metrics = read(invocation.out());

            assertThat(invocation.exitCode()).as("a table cannot be asked").isEqualTo(4);
            String table = "{table=\"public.\\\"odd \\\"\\\"name\\\\\\\"\"";
            assertThat(metrics).containsEntry("partition_tools_check_success" + table + "}", 1.0)
                    .containsEntry("partition_tools_check_success{table=\"public.gone\"}", 0.0)
                    .containsEntry("partition_tools_partitions" + table + ",state=\"past\"}", 1.0)
                    .containsEntry("partition_tools_partitions" + table + ",state=\"current\"}", 1.0)
                    .containsEntry("partition_tools_partitions" + table + ",state=\"future\"}", 2.0)
                    .containsEntry("partition_tools_partitions" + table + ",state=\"default\"}", 1.0)
                    .containsEntry("partition_tools_default_rows" + table + "}", 1000.0)
                    .containsEntry("partition_tools_findings" + table + ",finding=\"rows_in_default\",severity=\"warning\"}", 1.0)
                    .containsEntry("partition_tools_oldest_unfinished_job_seconds" + table + "}", 0.0);
            assertThat(metrics.keySet()).noneMatch(name -> name.contains("gone") && !name.contains("check_success"));
            double ahead = metrics.get("partition_tools_ahead_seconds" + table + "}");
            assertThat(ahead).isBetween(28 * 86400.0, 62 * 86400.0);
            assertThat(metrics.keySet()).noneMatch(name -> name.startsWith("partition_tools_last_success"));
        }
    }

    @Test
    void jobsAreCountedAndTheFileIsReplacedAtOnce(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE t (at date NOT NULL) PARTITION BY RANGE (at)");
            String policy = Files.writeString(folder.resolve("p.yaml"), "kind: partitioning\napi: v1\ntables: [{table: t, interval: daily}]\n").toString();
            Path file = Files.writeString(folder.resolve("partition_tools.prom"), "old");

            assertThat(Invocation.of("check", policy, "--url", database.url(), "--format", "openmetrics", "--output", file.toString()).exitCode()).isEqualTo(5);
            Map<String, Double> before = read(Files.readString(file));
            database.execute("SELECT partition_tools.run('t', '{\"interval\": \"daily\"}')");
            assertThat(Invocation.of("check", policy, "--url", database.url(), "--format", "openmetrics", "--output", file.toString()).out()).isEmpty();
            Map<String, Double> pending = read(Files.readString(file));
            assertThat(Invocation.of("run", policy, "--url", database.url()).exitCode()).isZero();
            assertThat(Invocation.of("check", policy, "--url", database.url(), "--format", "openmetrics", "--output", file.toString()).exitCode()).isZero();
            Map<String, Double> after = read(Files.readString(file));

            assertThat(before).containsEntry("partition_tools_ahead_seconds{table=\"public.t\"}", 0.0);
            assertThat(pending).containsEntry("partition_tools_jobs{table=\"public.t\",state=\"pending\"}", 1.0);
            assertThat(pending.get("partition_tools_oldest_unfinished_job_seconds{table=\"public.t\"}")).isPositive();
            assertThat(after).containsEntry("partition_tools_jobs{table=\"public.t\",state=\"pending\"}", 0.0)
                    .containsKey("partition_tools_last_success_timestamp_seconds{table=\"public.t\"}");
            assertThat(after.keySet()).noneMatch(name -> name.startsWith("partition_tools_findings"));
        }
    }

    @Test
    void otherCommandsHaveNoMetricsAndDoNothing(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute("CREATE TABLE t (at date NOT NULL) PARTITION BY RANGE (at)");
            String policy = Files.writeString(folder.resolve("p.yaml"), "kind: partitioning\napi: v1\ntables: [{table: t, interval: daily}]\n").toString();

            assertThat(Invocation.of("run", policy, "--url", database.url(), "--format", "openmetrics").exitCode()).isEqualTo(2);
            assertThat(Invocation.of("check", policy, "--url", database.url(), "--output", "x").exitCode()).isEqualTo(2);
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs")).isEqualTo("0");
        }
    }

    private static String partition(String name, String from, String to) {
        return """
                DO $do$ BEGIN EXECUTE format('CREATE TABLE %s PARTITION OF "odd ""name\\" FOR VALUES FROM (%%L) TO (%%L)',
                    (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '%s')::date, (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '%s')::date); END $do$
                """.formatted(name, from, to);
    }

    private static Map<String, Double> read(String text) throws IOException {
        assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(text).endsWith("# EOF\n");
        Map<String, Double> metrics = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            assertThat(metrics.put(line.substring(0, space), Double.valueOf(line.substring(space + 1).replace("Inf", "Infinity")))).as(line).isNull();
        });
        return metrics;
    }
}
