package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.demo.EmbeddedStore;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whole command lines that unload and restore. */
@PartitionToolsDatabase
class WorkIT {

    private static final String UNLOAD = """
            [{"operation": "unload_to_s3_partitions", "upper_bound": "1 day"}]""";

    private final TestDatabase original;
    private TestDatabase database;
    private EmbeddedStore store;

    @TempDir
    private Path folder;

    WorkIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fillTables() throws Exception {
        store = EmbeddedStore.start();
        database = original.fresh();
        for (String table : new String[] {"a", "b"}) {
            database.execute("CREATE TABLE " + table + " (at date NOT NULL, v int) PARTITION BY RANGE (at)",
                    "CREATE TABLE " + table + "_2020 PARTITION OF " + table + " FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
                    "CREATE TABLE " + table + "_2021 PARTITION OF " + table + " FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
                    "INSERT INTO " + table + " SELECT '2020-01-01'::date + g, g FROM generate_series(0, 700) AS g");
        }
        invoke("deploy", "--s3-servers", servers("").toString(), "--create-buckets");
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
        store.close();
    }

    @Test
    void deployMakesServersKnownAndCreatesBuckets() throws Exception {
        Invocation again = invoke("deploy", "--s3-servers", servers("    format: parquet").toString(), "--create-buckets");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("S3 server  default").doesNotContain("bucket created");
        assertThat(database.queryForString("SELECT format || sessions FROM partition_tools.s3_server")).isEqualTo("parquet2");
        database.execute("UPDATE partition_tools.s3_server SET bucket = 'another'");
        assertThat(invoke("deploy", "--create-buckets").out()).contains("bucket created  another (default)");
    }

    @Test
    void aFileOfServersIsReadWithCare() throws Exception {
        Invocation deploy = invoke("deploy", "--s3-servers", servers("    secret_access_key: x\n    formt: csv\n    sessions: 0").toString());

        assertThat(deploy.exitCode()).isEqualTo(1);
        assertThat(deploy.err()).contains("s3.yaml:7:5: servers[0].secret_access_key: unknown key (credentials come from the default chain of AWS",
                "s3.yaml:8:5: servers[0].formt: unknown key (did you mean format?)", "s3.yaml:9:15: servers[0].sessions: 0 is not between 1 and 64");
    }

    @Test
    void workDoesWhatWaits() throws Exception {
        assertThat(invoke("work").out()).contains("no job waits for a worker");
        assertThat(invoke("archives").out()).contains("nothing has been archived");
        makeJobs("a");
        makeJobs("b");

        Invocation work = invoke("work", "--jobs", "2", "--format", "json");

        assertThat(work.exitCode()).as(work.err()).isZero();
        assertThat(work.json().findValuesAsText("table")).containsExactlyInAnyOrder("public.a", "public.b");
        assertThat(work.json().findValuesAsText("rows")).containsOnly("701");
        JsonNode archives = invoke("archives", "--format", "json").json();
        assertThat(archives.findValuesAsText("partition_name")).containsExactlyInAnyOrder("a_2020", "a_2021", "b_2020", "b_2021");
        assertThat(archives.findValuesAsText("location")).allMatch(location -> location.startsWith("s3://archive/warehouse/public/"));
        assertThat(database.queryForString("SELECT count(*) FROM a")).isEqualTo("0");
    }

    @Test
    void runDoesUnloadJobsItself() throws Exception {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(policy, """
                kind: partitioning
                api: v1
                tables:
                  - table: a
                    operations:
                      - operation: create_partitions
                        granularity: 1 year
                        lower_bound: 1 year
                        upper_bound: -1 year
                      - operation: unload_to_s3_partitions
                        upper_bound: 2 years
                        cleanup_policy: detach
                """);
        Invocation run = invoke("run", policy.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("public.a", "completed");
        assertThat(database.queryForString("SELECT count(*) FROM a_2020")).isEqualTo("366");
        assertThat(database.queryForString("SELECT count(*) FROM a")).isEqualTo("0");
        assertThat(invoke("run", policy.toString()).out()).contains("unchanged");
        assertThat(invoke("check", policy.toString()).exitCode()).isZero();
    }

    @Test
    void anArchiveComesBackAsPartitionOrTable() throws Exception {
        makeJobs("a");
        invoke("work");

        Invocation restore = invoke("restore", "1");
        assertThat(restore.exitCode()).as(restore.err()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM a")).isEqualTo("366");
        Invocation table = invoke("restore", "2", "--as-table", "public.other");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM other")).isEqualTo("335");
        Invocation twice = invoke("restore", "1");
        assertThat(twice.exitCode()).isEqualTo(4);
        assertThat(twice.err()).contains("PP073");
        assertThat(invoke("restore", "99").err()).contains("PP075");
    }

    @Test
    void aJobThatFailsDoesNotStopTheOthers() throws Exception {
        makeJobs("a");
        makeJobs("b");
        database.execute("UPDATE partition_tools.s3_server SET bucket = 'no-such-bucket'");

        Invocation work = invoke("work", "--format", "json");

        assertThat(work.exitCode()).isEqualTo(4);
        assertThat(work.json().findValuesAsText("sqlstate")).containsExactly("PP074", "PP074");
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs WHERE state = 'failed'")).isEqualTo("4");
        database.execute("UPDATE partition_tools.s3_server SET bucket = 'archive'");
        assertThat(invoke("work").exitCode()).isZero();
        assertThat(database.queryForString("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)")).isEqualTo("0");
    }

    private void makeJobs(String table) throws Exception {
        database.query("SELECT job_id FROM partition_tools.run('" + table + "', '" + UNLOAD + "')");
    }

    private Path servers(String more) throws IOException {
        return Files.writeString(folder.resolve("s3.yaml"), """
                kind: s3-servers
                api: v1
                servers:
                  - name: default
                    endpoint: %s
                    bucket: archive
                %s
                    prefix: warehouse
                """.formatted(store.endpoint(), more.isEmpty() ? "    part_size_mb: 8" : more));
    }

    private Invocation invoke(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = database.url();
        return Invocation.of(all);
    }
}
