package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What a run does at which time, which of its operations, and when it refuses: options and exit codes. */
@PartitionToolsDatabase(each = true)
class WindowOptionsIT {

    private TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void table(TestDatabase fresh) throws SQLException {
        database = fresh;
        database.execute("CREATE TABLE logs (at timestamptz NOT NULL) PARTITION BY RANGE (at)");
    }

    @Test
    void aWrongClockEndsWithACodeOfItsOwn() throws Exception {
        Path policy = policy("UTC", "");
        assertThat(invoke("run", policy, "--as-of", "2026-06-15").exitCode()).isZero();
        List<String> before = partitions();

        Invocation wrong = invoke("run", policy, "--as-of", "2036-01-01", "--format", "json");

        assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(7);
        assertThat(wrong.json().get(0).get("sqlstate").asText()).isEqualTo("PP098");
        Invocation forced = invoke("run", policy, "--as-of", "2036-01-01", "--force");
        assertThat(forced.exitCode()).as(forced.err()).isEqualTo(6);
        assertThat(forced.err()).contains("PP095", "cleanup_limit");
        assertThat(partitions()).isEqualTo(before).hasSize(7);
        Invocation meant = invoke("run", policy("UTC", "cleanup_limit: 100"), "--as-of", "2036-01-01", "--force");
        assertThat(meant.exitCode()).as(meant.err()).isEqualTo(6);
        assertThat(meant.err()).as("2026 and 2036 have nothing between them").contains("PP097");
        assertThat(invoke("run", policy("UTC", "cleanup_limit: 100, cleanup_gaps: accept"), "--as-of", "2036-01-01", "--force").exitCode()).isZero();
        assertThat(partitions()).hasSize(7).allMatch(name -> name.startsWith("logs_203"));
    }

    @Test
    void aDayIsTheOneOfThePolicysZone() throws Exception {
        Path policy = policy("Pacific/Auckland", "name: '{table}_{yyyy}{mm}{dd}'");

        Invocation plan = invoke("plan", policy, "--as-of", "2026-06-15", "--format", "json");

        assertThat(StreamSupport.stream(plan.json().get(0).get("targets").spliterator(), false).map(JsonNode::asText))
                .first().asString().isEqualTo("logs_20260612 [2026-06-11 12:00:00+00, 2026-06-12 12:00:00+00)");
        assertThat(plan.json().get(0).get("targets")).hasSize(7);
    }

    @Test
    void someOperationsAreRunAndTheTablesChecked() throws Exception {
        Path policy = policy("UTC", "");
        invoke("run", policy, "--as-of", "2026-06-15");

        Invocation created = invoke("run", policy, "--as-of", "2026-06-16", "--only", "create", "--check", "--format", "json");
        assertThat(created.exitCode()).as(created.err()).isEqualTo(5);
        assertThat(created.json().get(0).get("state").asText()).isEqualTo("completed");
        assertThat(created.json().get(0).get("findings")).hasSize(1);
        assertThat(created.json().get(0).get("findings").get(0).get("partition").asText()).startsWith("logs_2026_06_12");
        assertThat(partitions()).hasSize(8);

        Invocation removed = invoke("run", policy, "--as-of", "2026-06-16", "--only", "merge,delete", "--check");
        assertThat(removed.exitCode()).as(removed.err()).isZero();
        assertThat(removed.out()).contains("nothing found");
        assertThat(partitions()).startsWith("logs_2026_06_13").hasSize(7);
        assertThat(invoke("plan", policy, "--only", "drop").exitCode()).isEqualTo(2);
    }

    private List<String> partitions() throws SQLException {
        return database.queryForStrings("SELECT partition_name FROM partition_tools.partitions ORDER BY lower_time");
    }

    private Invocation invoke(String command, Path policy, String... more) {
        String[] all = Arrays.copyOf(new String[] {command, policy.toString(), "--url", database.url()}, 4 + more.length);
        System.arraycopy(more, 0, all, 4, more.length);
        return Invocation.of(all);
    }

    private Path policy(String zone, String more) throws Exception {
        return Files.writeString(folder.resolve("policy.yaml"), """
                kind: partitioning
                api: v1
                schema: public
                timezone: %s
                tables:
                  - {table: logs, interval: daily, retention: 3, pre_provisioned: 3%s}
                """.formatted(zone, more.isEmpty() ? "" : ", " + more));
    }
}
