package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** The generated psql script, in the psql that is on the PATH. */
@GreenplumDatabase
class PsqlScriptIT {

    private static final String POLICY = """
            kind: partitioning
            api: v1
            start_date: "2026-01-15"
            connection_id: warehouse
            engine: greenplum
            schema: sales
            tables:
              - table: orders
                operations:
                  - {operation: create_partitions, granularity: 1 month, lower_bound: 5 years, upper_bound: -2 months}
                  - {operation: merge_partitions, granularity: 1 year, lower_bound: 5 years, upper_bound: 6 months}
            """;

    @TempDir
    private Path folder;
    private String output;

    @Test
    void bringsTablesIntoShapeAndTellsOfThoseThatFailed(TestDatabase database) throws Exception {
        assumeThat(psql("--version")).as("psql is on the PATH").isZero();
        Orders orders = Orders.create(database, Layout.HEAP_BY_KEY, Task.DRAIN.partitions(), 5_000);

        assertThat(psql(database, POLICY)).as(output).isZero();
        assertThat(orders.differences()).isZero();
        assertThat(database.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
        assertThat(psql(database, POLICY)).as(output).isZero();

        assertThat(psql(database, POLICY.replace("tables:\n", "tables:\n  - table: nosuchtable\n    interval: monthly\n"))).as(output).isEqualTo(3);
        assertThat(output).contains("nosuchtable", "not every table is in shape");
    }

    private int psql(TestDatabase database, String policy) throws Exception {
        Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
        Invocation generated = Invocation.of("generate", "--target", "psql", "--output", folder.toString(), file.toString());
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        return psql("--no-psqlrc", "--dbname", database.url().replace("jdbc:", ""), "--file", folder.resolve("policy.sql").toString());
    }

    private int psql(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("psql"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
