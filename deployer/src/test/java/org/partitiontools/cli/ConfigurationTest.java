package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options from elsewhere than the command line. Nobody listens on port 1, so the message says which address was used. */
class ConfigurationTest {

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentSetsAnyOption() {
        Invocation invocation = Invocation.with(Map.of("PARTITION_TOOLS_URL", "postgres://localhost:1/environment"), "deploy");

        assertThat(invocation.err()).contains("localhost:1/environment");
        assertThat(invocation.exitCode()).isEqualTo(3);
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = file("url: postgres://localhost:1/file\nuser: somebody");
        Map<String, String> environment = Map.of("PARTITION_TOOLS_URL", "postgres://localhost:1/environment");

        assertThat(Invocation.with(Map.of(), "deploy", "--config", file.toString()).err()).contains("1/file as somebody");
        assertThat(Invocation.with(environment, "deploy", "--config=" + file).err()).contains("1/environment as somebody");
        assertThat(Invocation.with(environment, "deploy", "--url", "postgres://localhost:1/line", "--config", file.toString()).err()).contains("1/line");
    }

    @Test
    void theSectionOfACommandWinsOverTheTopOfTheFile() throws IOException {
        Path file = file("url: postgres://localhost:1/top\nreport:\n  url: postgres://localhost:1/section\n");

        assertThat(Invocation.with(Map.of(), "report", "--config", file.toString()).err()).contains("1/section");
        assertThat(Invocation.with(Map.of(), "archives", "--config", file.toString()).err()).contains("1/top");
    }

    @Test
    void theEnvironmentNamesTheFile() throws IOException {
        Path file = file("url: postgres://localhost:1/file\n");

        assertThat(Invocation.with(Map.of("PARTITION_TOOLS_CONFIG", file.toString()), "deploy").err()).contains("1/file");
    }

    @Test
    void flagsAndFormatsAreSet() {
        Invocation invocation = Invocation.with(Map.of("PARTITION_TOOLS_VERBOSE", "true", "PARTITION_TOOLS_FORMAT", "json"),
                "validate", "../config/demo-policy.yaml");

        assertThat(invocation.out().strip()).isEqualTo("[ ]");
        assertThat(Invocation.with(Map.of("PARTITION_TOOLS_VERBOSE", "true"), "deploy", "--url", "postgres://localhost:1/shop").err()).contains("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            urls: postgres://localhost:1/shop       | :1:1: urls: no command has such an option (did you mean url?)
            url: [a, b]                             | :1:6: url: expected one value, found a list
            'report: {jobs: 3}'                     | :1:10: report.jobs: report has no such option
            url:                                    | expected one value, found nothing
            """)
    void aFileThatIsNotRightIsOneAndNamesThePlace(String text, String message) throws IOException {
        Path file = file(text);

        Invocation invocation = Invocation.with(Map.of(), "report", "--config", file.toString());

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err()).contains(message, file.getFileName().toString());
    }

    @Test
    void aFileThatIsNotThereIsOne() {
        assertThat(Invocation.with(Map.of(), "report", "--config", "nosuchfile").exitCode()).isEqualTo(1);
    }

    @Test
    void aPasswordInAFileIsTakenAndNotShown() throws IOException {
        Invocation invocation = Invocation.with(Map.of(), "deploy", "--config", file("url: postgres://me:sesame@localhost:1/shop").toString());

        assertThat(invocation.err()).contains("cannot connect to jdbc:postgresql://localhost:1/shop as me").doesNotContain("sesame");
        assertThat(invocation.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://db/shop", "postgres://db:port/shop", "postgres://db/shop?sslmod=require", "postgres:///?service=nosuchservice"})
    void anAddressThatIsNoneIsThree(String url) {
        assertThat(Invocation.with(Map.of(), "deploy", "--url", url).exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lock-timeout=0", "--lock-timeout=soon", "--statement-timeout=-1", "--statement-timeout=5 weeks", "--log-format=xml"})
    void aTimeThatIsNoneIsTwo(String option) {
        assertThat(Invocation.with(Map.of(), "report", option).exitCode()).isEqualTo(2);
    }

    @Test
    void aLogIsOneEntryALine() {
        Invocation json = Invocation.with(Map.of(), "report", "--url", "postgres://localhost:1/shop", "--log-format", "json");
        Invocation text = Invocation.with(Map.of("PARTITION_TOOLS_LOG_FORMAT", "text"), "report", "--url", "postgres://localhost:1/shop");

        assertThat(json.err().strip()).startsWith("{\"time\":\"").contains("\"level\":\"error\"", "\"sqlstate\":\"08001\"").doesNotContain("\n");
        assertThat(text.err().strip()).matches("[0-9T:.-]+Z ERROR   cannot connect to .*\\(SQLSTATE 08001\\)");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("partition-tools.yaml"), text);
    }
}
