package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Greenplum's optimizer (GPORCA, 6.24.3) reads beyond an array where a function with OUT columns is called WITH ORDINALITY, and
 * takes the whole master down with it. No cluster is needed to see that nothing of ours does that.
 */
class OrdinalityTest {

    @ParameterizedTest
    @ValueSource(strings = {"common", "greenplum"})
    void noRoutineCallsAFunctionWithOrdinality(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("project.directory"), "sql", folder))) {
            List<Path> found = files.filter(Files::isRegularFile).filter(OrdinalityTest::hasOrdinality).toList();
            assertThat(found).isEmpty();
        }
    }

    private static boolean hasOrdinality(Path file) {
        try {
            return Files.readString(file).toUpperCase(Locale.ROOT).contains("WITH ORDINALITY");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
