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
    private static final Pattern IN_JAVA = Pattern.compile("\"(PP[0-9A-Z]{3})\"");
    private static final Pattern IN_PAGE = Pattern.compile("\\b(PP[0-9A-Z]{3})\\b");

    @Test
    void docErrorsListsTheErrorsOfTheBundleAndTheProgramAndNoOthers() throws IOException {
        Path project = CommittedFile.projectDirectory();
        SortedSet<String> raised = codes(IN_SQL, files(project.resolve("sql"), ".sql"));
        raised.addAll(codes(IN_JAVA, files(project.resolve("deployer/src/main"), ".java")));
        SortedSet<String> listed = codes(IN_PAGE, Stream.of(project.resolve("doc/errors.md")));

        assertThat(listed).as("codes in doc/errors.md, compared with those that sql/**/*.sql and the program raise").isEqualTo(raised);
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
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
