package org.partitiontools.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.policy.model.Timeouts;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.policy.yaml.PolicyReading;

/** Time limits of a policy, as they are written, read and passed on. */
class TimeoutsTest {

    private static final String POLICY = """
            kind: partitioning
            api: v1
            defaults: {lock_timeout: 1s}
            tables:
              - {table: a, interval: daily, lock_timeout: %s}
              - {table: b, interval: daily, statement_timeout: %s}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"300,300", "300ms,300", "2s,2000", "5min,300000", "1h,3600000", "1d,86400000", "0,0", "' 7 s ',7000"})
    void isWrittenAsPostgresqlWritesIt(String text, long milliseconds) {
        assertThat(Timeouts.parse(text)).contains(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5s", "1 week", "25d", "9999999999", "300ms; DROP"})
    void othersAreRefused(String text) {
        assertThat(Timeouts.parse(text)).isEmpty();
    }

    @Test
    void aTableHasItsOwnBeforeTheDefault() throws IOException {
        PolicyReading reading = read("250", "5min");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.policies().get(0).tables().get(0).timeouts().settings()).isEqualTo(Map.of("partition_tools.lock_timeout", "250ms"));
        assertThat(reading.policies().get(0).tables().get(1).timeouts().settings())
                .isEqualTo(Map.of("partition_tools.lock_timeout", "1000ms", "statement_timeout", "300000ms"));
    }

    @Test
    void aWaitWithoutEndIsRefused() throws IOException {
        assertThat(read("0", "0").problems().toString()).contains("tables[0].lock_timeout: \"0\" is not a time").doesNotContain("tables[1]");
    }

    @Test
    void scriptsForPsqlSetThemTableByTable() throws IOException {
        Generator.generate(Target.PSQL, read("250ms", "5min").policies(), folder, GeneratorOptions.defaults());

        String script = Files.readString(folder.resolve("p.sql"));
        assertThat(script.lines().filter(line -> line.matches("(RE)?SET .*"))).containsExactly(
                "RESET partition_tools.lock_timeout;", "RESET statement_timeout;", "SET partition_tools.lock_timeout = '250ms';",
                "RESET partition_tools.lock_timeout;", "RESET statement_timeout;", "SET partition_tools.lock_timeout = '1000ms';", "SET statement_timeout = '300000ms';");
    }

    private PolicyReading read(String lock, String statement) throws IOException {
        return PolicyReader.read(Files.writeString(folder.resolve("p.yaml"), POLICY.formatted(lock, statement)));
    }
}
