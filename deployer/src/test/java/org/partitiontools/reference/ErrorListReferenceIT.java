package org.partitiontools.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorListReferenceIT {

    private static final Pattern IN_SQL = Pattern.compile("'(PP[0-9A-Z]{3})'");
    private static final Pattern IN_PAGE = Pattern.compile("\\b(PP[0-9A-Z]{3})\\b");

    @Test
    void docErrorsListsTheErrorsOfTheBundleAndNoOthers() throws IOException {
        Path project = CommittedFile.projectDirectory();
        SortedSet<String> raised = codes(IN_SQL, sqlFiles(project.resolve("sql")));
        SortedSet<String> listed = codes(IN_PAGE, Stream.of(project.resolve("doc/errors.md")));

        assertThat(listed).as("codes in doc/errors.md, compared with those that sql/**/*.sql raises").isEqualTo(raised);
    }

    private static Stream<Path> sqlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".sql")).toList().stream();
        }
    }

    private static SortedSet<String> codes(Pattern pattern, Stream<Path> files) {
        SortedSet<String> codes = new TreeSet<>();
        files.forEach(file -> pattern.matcher(read(file)).results().map(ErrorListReferenceIT::code).forEach(codes::add));
        return codes;
    }

    private static String code(MatchResult match) {
        return match.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
