package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.policy.model.S3ServerEntry;

class S3ServersReaderTest {

    private static final String HEAD = "kind: s3-servers\napi: v1\n";

    @TempDir
    private Path directory;

    @Test
    void readsServersInOrder() throws IOException {
        S3ServersReading reading = read(HEAD + """
                servers:
                  - name: default
                    endpoint: https://s3.example.com:9000
                    path_style: no
                    part_size_mb: 32
                    format: parquet
                  - {name: other}
                """);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.servers()).containsExactly(
                new S3ServerEntry("default", Map.of("endpoint", "https://s3.example.com:9000", "path_style", false, "part_size_mb", 32, "format", "parquet")),
                new S3ServerEntry("other", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{endpoint: 'https://user:secret@host', name: a} | 4:16: servers[0].endpoint: must be an address",
        "{endpoint: 'file:///etc', name: a}              | servers[0].endpoint: must be an address",
        "{region: x}                                     | 4:5: servers[0]: the key name is missing",
        "{name: a, AWS_SECRET_ACCESS_KEY: x}             | unknown key (credentials come from the default chain of AWS",
        "{name: a, session_token: x}                     | unknown key (credentials come from the default chain of AWS",
        "{name: a, bukket: x}                            | 4:15: servers[0].bukket: unknown key (did you mean bucket?)",
        "{name: a, compression: lzo}                     | is not one of gzip, zstd, none",
        "{name: a, part_size_mb: 4}                      | 4 is not between 5 and 1024",
        "{name: a, sessions: two}                        | expected a whole number",
        "[name, a]                                       | expected keys and values, found a list"
    })
    void tellsWhatIsWrongAndWhere(String server, String problem) throws IOException {
        S3ServersReading reading = read(HEAD + "servers:\n  - " + server + "\n");

        assertThat(reading.servers()).isEmpty();
        assertThat(reading.problems()).singleElement().asString().contains(problem);
    }

    @Test
    void aNameStandsOnlyOnce() throws IOException {
        assertThat(read(HEAD + "servers: [{name: a}, {name: a}]\n").problems()).singleElement().asString().contains("a second server of this name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"kind: partitioning | is not one of s3-servers", "!!java.net.URL x | ", "servers: [ | "})
    void otherFilesAreRefused(String text, String problem) throws IOException {
        assertThat(read(text + "\n").problems()).isNotEmpty().anySatisfy(it -> assertThat(it.toString()).contains(problem == null ? "" : problem));
    }

    private S3ServersReading read(String text) throws IOException {
        return S3ServersReader.read(Files.writeString(directory.resolve("s3.yaml"), text));
    }
}
