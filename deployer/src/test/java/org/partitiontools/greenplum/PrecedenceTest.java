package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Before PostgreSQL 9.5, and so on Greenplum 6, {@code <>} binds as strongly as {@code ->>}, and {@code IS} more strongly: {@code a <> b ->> 'c'} is
 * {@code (a <> b) ->> 'c'}. No server that the build has would notice.
 */
class PrecedenceTest {

    private static final Pattern WITHOUT_PARENTHESES = Pattern.compile(
            "(<>|<=|>=|!=|DISTINCT FROM) +[a-z_.]+ +->>? |->>? +'[a-z_0-9]+' +IS ");

    @ParameterizedTest
    @ValueSource(strings = {"common", "greenplum"})
    void jsonAccessIsInParenthesesBesideComparisons(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("project.directory"), "sql", folder))) {
            List<String> found = files.filter(Files::isRegularFile).flatMap(PrecedenceTest::lines)
                    .filter(line -> WITHOUT_PARENTHESES.matcher(line).find()).toList();
            assertThat(found).isEmpty();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> file.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
