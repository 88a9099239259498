package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.partitiontools.archive.store.S3Servers;
import org.partitiontools.demo.EmbeddedStore;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** The executable jar, in a process of its own. */
@PartitionToolsDatabase
class JarIT {

    private static final String POLICY = "../config/demo-policy.yaml";

    @Test
    void runsOnItsOwn() throws Exception {
        Process process = start("validate", POLICY);

        assertThat(output(process)).contains("1 of 1 files are valid");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void installsTheBundleThatIsInIt(TestDatabase database) throws Exception {
        try (TestDatabase empty = database.server().createEmptyDatabase()) {
            Process process = start("deploy", "--verbose", "--url", empty.url());

            assertThat(output(process)).contains("applied  table/V001__schemas.sql");
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void isStoppedByCtrlCAndGoesOnLater(TestDatabase database) throws Exception {
        database.executeFile(Path.of("../test_sql/demo_sales.sql"), "SET demo.rows = 5000");
        database.execute("CREATE TABLE before AS TABLE sales.page_views");
        String[] command = {"run", POLICY, "--table", "sales.page_views", "--url", database.url()};

        // A reader that does not end keeps the job from its swap.
        try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT 1 FROM sales.page_views_default LIMIT 1").close();
            Process process = start(command);
            waitForJob(database);
            interrupt(process);

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(output(process)).contains("Stopped. Nothing is lost", "sales.page_views");
            assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs WHERE state IN ('running', 'completed')"))
                    .isEmpty();
        }
        Process process = start(command);

        assertThat(output(process)).contains("1 of 1 tables are in shape");
        assertThat(process.waitFor()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM (TABLE before EXCEPT ALL TABLE sales.page_views) AS lost"))
                .isEqualTo("0");
        assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs")).containsExactly("completed");
    }

    @Test
    void aWaitingWorkerFindsJobsThatComeLater(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh(); EmbeddedStore store = EmbeddedStore.start()) {
            S3Servers servers = new S3Servers(database.database());
            servers.put("default", Map.of("endpoint", store.endpoint(), "bucket", "archive"));
            servers.createBuckets();
            Process process = start("work", "--wait", "--url", database.url());
            database.execute("CREATE TABLE t (at date) PARTITION BY RANGE (at)",
                    "CREATE TABLE t_2020 PARTITION OF t FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
                    "INSERT INTO t VALUES ('2020-06-01')", "CALL partition_tools.unload_to_s3_partitions('t', p_upper_bound := '1 day')");
            for (int i = 0; i < 600 && database.queryForString("SELECT count(*) FROM partition_tools.archives").equals("0"); i++) {
                Thread.sleep(50);
            }
            interrupt(process);
            assertThat(output(process)).contains("public.t", "completed", "Stopped. Nothing is lost");
            assertThat(database.queryForString("SELECT rows FROM partition_tools.archives")).isEqualTo("1");
        }
    }

    private static void waitForJob(TestDatabase database) throws SQLException, InterruptedException {
        String running = "SELECT count(*) FROM partition_tools.jobs WHERE state = 'running'";
        for (int i = 0; i < 200 && database.queryForString(running).equals("0"); i++) {
            Thread.sleep(50);
        }
        assertThat(database.queryForString(running)).isEqualTo("1");
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        // TERM runs the same hook; INT is ignored by what a shell without job control starts in the background.
        new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid())).start().waitFor();
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", System.getProperty("partition-tools.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "embedded", "AWS_SECRET_ACCESS_KEY", "embedded"));
        return program.start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
