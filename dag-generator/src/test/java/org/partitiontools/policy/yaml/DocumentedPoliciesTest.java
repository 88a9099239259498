package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whoever copies a policy, or a file of S3 servers, from the documentation must get one that is right. */
class DocumentedPoliciesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static final String SERVERS = "kind: s3-servers\n";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> everyWholePolicyIsValid() {
        return pages().flatMap(page -> policies(page).stream().map(policy -> DynamicTest.dynamicTest(page.getFileName() + ": " + policy.lines().findFirst().orElse(""), () -> {
            Path file = Files.writeString(directory.resolve("policy.yaml"), policy);
            assertThat(policy.contains(SERVERS) ? S3ServersReader.read(file).problems() : PolicyReader.read(file).problems()).isEmpty();
        })));
    }

    @Test
    void thereAreSome() {
        assertThat(pages().filter(page -> !policies(page).isEmpty()).map(page -> page.getFileName().toString())).contains("README.md", "policy.md", "unload.md");
    }

    private static Stream<Path> pages() {
        try (Stream<Path> pages = Files.list(ROOT.resolve("doc"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> policies(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page)).results().map((MatchResult block) -> block.group(1))
                    .filter(text -> text.contains("kind: partitioning\n") && text.contains("\ntables:") || text.contains(SERVERS)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
