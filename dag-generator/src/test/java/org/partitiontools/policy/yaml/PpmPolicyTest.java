package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.policy.model.CleanupPolicy;
import org.partitiontools.policy.model.Frequency;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.TablePolicy;

/** The configuration file of postgresql-partition-manager, as it stands. */
class PpmPolicyTest {

    private static final String COMPLETE = """
            debug: false
            log-format: json
            connection-url: postgres://me:sesame@db/shop
            lock-timeout: 300
            statement-timeout: "3000"
            something-else: 1
            partitions:
              my_logs:
                schema: public
                table: logs
                partitionKey: created_at
                interval: daily
                retention: 30
                preProvisioned: "7"
                cleanupPolicy: drop
              other:
                Schema: sales
                TABLE: Order Lines
                partitionkey: at
                interval: quarterly
                retention: 8
                preprovisioned: 2
                cleanupPolicy: detach
            """;

    @TempDir
    private Path folder;

    @Test
    void isAPolicy() throws IOException {
        PolicyFile policy = read(COMPLETE).policies().get(0);

        assertThat(policy.name()).isEqualTo("postgresql-partition-manager");
        assertThat(policy.program().url()).contains("postgres://me:sesame@db/shop");
        assertThat(policy.program().logFormat()).contains("json");
        assertThat(policy.toString()).doesNotContain("sesame");
        TablePolicy logs = policy.tables().get(0);
        assertThat(logs.qualifiedName()).isEqualTo("public.logs");
        assertThat(logs.shorthand().orElseThrow().interval()).isEqualTo(Frequency.DAILY);
        assertThat(logs.shorthand().orElseThrow().preProvisioned()).isEqualTo(7);
        assertThat(logs.shorthand().orElseThrow().retention()).contains(30);
        assertThat(logs.conversion().orElseThrow().partitionBy()).isEqualTo("created_at");
        assertThat(logs.timeouts().lock()).isEqualTo(Optional.of(Duration.ofMillis(300)));
        assertThat(logs.timeouts().statement()).isEqualTo(Optional.of(Duration.ofSeconds(3)));
        TablePolicy lines = policy.tables().get(1);
        assertThat(lines.qualifiedName()).isEqualTo("sales.\"Order Lines\"");
        assertThat(lines.shorthand().orElseThrow().cleanupPolicy()).contains(CleanupPolicy.DETACH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retention: 30       | retention: 0        | 13:16: partitions.my_logs.retention: 0 is not between 1
            interval: daily     | interval: hourly    | 12:15: partitions.my_logs.interval: "hourly" is not one of daily, weekly
            partitionKey:       | partition_key:      | the key partitionKey is missing
            cleanupPolicy: drop | cleanupPolicy: keep | "keep" is not one of drop, detach
            lock-timeout: 300   | lock-timeout: 0     | "0" is not a time
            TABLE: Order Lines  | TABLE: other        | !
            """)
    void whatIsWrongIsNamed(String written, String wrong, String message) throws IOException {
        PolicyReading reading = read(COMPLETE.replaceFirst(written, wrong));

        if (message.equals("!")) {
            assertThat(reading.problems()).isEmpty();
        } else {
            assertThat(reading.problems().toString()).contains(message);
        }
    }

    @Test
    void theSameTableTwiceIsAProblem() throws IOException {
        PolicyReading reading = read(COMPLETE.replace("Schema: sales", "Schema: public").replace("Order Lines", "logs"));

        assertThat(reading.problems().toString()).contains("the table public.logs was already named in line 9");
    }

    @Test
    void aFileWithoutPartitionsIsNone() throws IOException {
        assertThat(read("partitions: {}\n").problems().toString()).contains("names no partitions");
        assertThat(read("partitions:\n").problems()).isNotEmpty();
    }

    private PolicyReading read(String text) throws IOException {
        return PolicyReader.read(Files.writeString(folder.resolve("postgresql-partition-manager.yaml"), text));
    }
}
