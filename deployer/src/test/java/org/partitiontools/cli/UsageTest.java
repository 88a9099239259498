package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no database. */
class UsageTest {

    @Test
    void withoutACommandItExplainsItself() {
        Invocation invocation = Invocation.of();

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("demo", "deploy", "validate", "plan", "run", "check", "report", "generate");
    }

    @Test
    void versionIsShown() {
        assertThat(Invocation.of("--version").out()).startsWith("Partition Tools ").doesNotContain("${");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "deploy", "validate", "plan", "run", "convert", "revert", "finish", "unpartition", "check", "report", "map", "simulate", "import", "diff", "migration", "definitions", "generate"})
    void everyCommandHasHelpWithAnExample(String command) {
        Invocation invocation = Invocation.of(command, "--help");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).contains("Example", "partition-tools " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "run --nonsense p.yaml", "run", "report --run x", "plan p.yaml --as-of yesterday",
        "plan p.yaml --format xml", "run p.yaml --jobs 0", "generate p.yaml --deploy-image {{x}}",
        "generate p.yaml --deploy-image a --deploy-command b", "convert", "convert t --by at", "convert --by at --granularity 1day", "revert", "finish", "unpartition",
        "generate ../config/demo-policy.yaml --target cron --deploy-dag"})
    void wrongUsageIsTwo(String arguments) {
        Invocation invocation = Invocation.of(arguments.split(" "));

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("--help").doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://me:sesame@db/shop", "jdbc:postgresql://db/shop?password=sesame"})
    void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
        Invocation invocation = Invocation.of("deploy", "--url", url);

        assertThat(invocation.exitCode()).isEqualTo(3);
        assertThat(invocation.err()).contains("PGPASSWORD", "--password-file").doesNotContain("sesame");
    }

    @Test
    void aServerThatIsNotThereIsThree() {
        Invocation invocation = Invocation.of("deploy", "--url", "postgres://localhost:1/shop");

        assertThat(invocation.exitCode()).isEqualTo(3);
        assertThat(invocation.err()).contains("cannot connect to jdbc:postgresql://localhost:1/shop").doesNotContain("\tat ");
    }

    @Test
    void aFileThatCannotBeMadeIsNamedWithTheReason(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("dags"));

        Invocation invocation = Invocation.of("generate", "../config/demo-policy.yaml", "--output", file.toString());

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err().strip()).endsWith(file + ": exists already, and is not what is needed there");
    }

    @Test
    void aPasswordFileThatIsNotThereIsNamedWithTheReason(@TempDir Path folder) {
        Path file = folder.resolve("secret");

        Invocation invocation = Invocation.of("deploy", "--url", "postgres://localhost:1/shop", "--password-file", file.toString());

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err()).contains(file + ": no such file or directory");
    }

    @Test
    void stackTracesAreForVerbose() {
        Invocation invocation = Invocation.of("deploy", "--verbose", "--url", "postgres://localhost:1/shop");

        assertThat(invocation.err()).contains("\tat ");
    }

    @Test
    void validPoliciesAreZero() {
        Invocation invocation = Invocation.of("validate", "../config/example-policy.yaml", "../config/demo-policy.yaml");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).contains("2 of 2 files are valid");
    }

    @Test
    void aBadPolicyIsOneAndNamesFileLineAndKey(@TempDir Path folder) throws IOException {
        Path policy = Files.writeString(folder.resolve("bad.yaml"), """
                kind: partitioning
                api: v1
                start_date: "2026-01-15"
                schema: sales
                connection_id: warehouse
                tables:
                  - table: orders
                    operations:
                      - operation: create_partitions
                        granularty: 1 month
                """);

        Invocation text = Invocation.of("validate", policy.toString());
        Invocation json = Invocation.of("validate", policy.toString(), "--format", "json");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out()).contains(policy + ":10", "granularty", "0 of 1 files are valid");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.json().findValuesAsText("line")).contains("10");
        assertThat(Invocation.of("run", policy.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void aTableThatNoPolicyHasIsOne() {
        Invocation invocation = Invocation.of("run", "../config/demo-policy.yaml", "--table", "sales.nosuchtable");

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err()).contains("sales.nosuchtable", "sales.orders, sales.page_views");
    }

    @Test
    void generateWritesADag(@TempDir Path folder) {
        Invocation invocation = Invocation.of("generate", "../config/demo-policy.yaml", "--output", folder.toString());

        assertThat(invocation.exitCode()).isZero();
        assertThat(folder).isDirectoryContaining(file -> file.toString().endsWith(".py"));
    }

    @ParameterizedTest
    @CsvSource({
        "--deploy-dag,                                 partition-tools",
        "--deploy-command=/opt/pt,                     /opt/pt",
        "--deploy-image=registry.example.com/pt:0.1.0, registry.example.com/pt:0.1.0",
    })
    void generateWritesADeployDagOnRequest(String option, String program, @TempDir Path folder) {
        Invocation invocation =
                Invocation.of("generate", "../config/demo-policy.yaml", option, "--output", folder.toString());

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        assertThat(folder.resolve("partition_tools_deploy.py")).content().contains(program);
    }
}
