package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.Samples;
import org.partitiontools.policy.check.PolicyProblem;

/** Whatever stands in a file: problems with places, quickly, and never an exception. */
class HostileYamlTest {

    /** How many files each seed damages; {@code mvn verify -P campaigns} tries more. */
    private static final int ROUNDS = Integer.getInteger("hostile.rounds", 100);
    private static final Duration QUICKLY = Duration.ofSeconds(10);
    private static final List<String> SNIPPETS = List.of(
            "\0", "\t", "\n", "\r", "\u2028", "\uFEFF", "\uD83D\uDE00", ": ", "- ", "? ", "{", "}", "[", "]", "\"",
            "'", "|", ">", "%", "@", "`", "#", "!", "!!int ", "!!java.io.File ", "&a ", "*a", "<<: *a\n", "---\n",
            "...\n", "null", "~", "no", "0x1F", "1_000", "1:30", ".inf", "9".repeat(40), "\\", "\\0", "tables:\n",
            "operations: ", "  ", "=", "2024-01-01");

    @TempDir
    private Path directory;

    static Stream<String> attacks() {
        return Stream.of(
                "x: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://x/\"]]]]",
                "x: !!java.io.FileOutputStream [/tmp/x]",
                "x: !<tag:yaml.org,2002:java.lang.Runtime> {}",
                "!!org.partitiontools.policy.model.PolicyFile {}",
                "x: !unknown y",
                "%TAG ! tag:x,2000:\n---\nx: !y z",
                "kind: !!binary aGVsbG8=",
                "tables: !!set {a, b}",
                "kind: !!bool partitioning",
                "kind: !!null partitioning",
                "tables: !!str [a]",
                "kind: [".repeat(5_000),
                "{".repeat(100_000),
                "- ".repeat(100_000),
                "? ".repeat(10_000),
                "a: &a [*a]",
                "&a {<<: *a}",
                "<<: [[[[x]]]]",
                "<<: 5",
                "{<<: {<<: {<<: 1}}}",
                "*a",
                "a: *missing",
                billionLaughs(),
                exponentialMerges(),
                "airflow: {default_args: &a {b: *a}}",
                "a: \"\\uD83D\"",
                "a: \"\\x00\"",
                "a: \0",
                "\uFFFE",
                "a: |\n\tb",
                "\t",
                ":",
                "",
                "   ",
                "---",
                "--- ---",
                "...",
                "? [a, b]\n: c",
                "? {a: b}\n: c",
                "[a, b]: c",
                "null: x",
                "~: x",
                "true: x",
                "5",
                "text",
                "[]",
                "{}",
                "tables: {a: b}",
                "tables: [[[]]]",
                "tables: [null, 5, x, [], {}]",
                "tables: [{operations: [null, 5, x, [], {}]}]",
                "tables: [{table: {}, operations: {}, interval: [], retention: {}, pre_provisioned: x}]",
                "defaults: [a]\nairflow: 5\ncron: x\nkubernetes: []\ntags: {}",
                "defaults: {create_partitions: 5, interval: 7}",
                "airflow: {notifications: [], default_args: []}",
                "airflow: {notifications: {on_failure: {}, on_retry: [5], on_success: [{}]}}",
                "airflow: {retry_delay: 9223372036854775807 ms, execution_timeout: 2147483647 days 9223372036854775 ms}",
                "tables: [{table: t, interval: daily, retention: 99999999999999999999}]",
                "tables: [{table: t, interval: yearly, retention: 1000000, pre_provisioned: 1000000}]",
                "start_date: 99999999999-01-01",
                "a".repeat(1_000_000),
                "\"" + "b".repeat(1_000_000) + "\": 1");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void endsWithProblemsThatHavePlaces(String text) {
        Path file = Samples.write(directory, "hostile.yaml", text);

        assertProblems(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesDamagedPolicies(int seed) throws IOException {
        Random random = new Random(seed);
        List<String> originals = Samples.ALL_EXAMPLES.stream().map(HostileYamlTest::content).toList();
        for (int i = 0; i < ROUNDS; i++) {
            String text = damage(originals.get(random.nextInt(originals.size())), random);
            Path file = Samples.write(directory, "damaged.yaml", text);
            PolicyReading reading = PolicyReader.read(file);
            assertThat(reading.isValid()).as(text).isNotEqualTo(reading.policies().isEmpty());
            reading.problems().forEach(HostileYamlTest::assertPlaced);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void survivesNoise(int seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertProblems(Files.write(directory.resolve("noise.yaml"), noise));
        }
    }

    @Test
    void refusesHugeFiles() throws IOException {
        Path file = directory.resolve("huge.yaml");
        Files.write(file, new byte[40 * 1024 * 1024]);

        assertProblems(file);
    }

    @Test
    void keepsAPersonsViewOfAThousandProblems() {
        String tables = IntStream.range(0, 20_000).mapToObj(i -> "  - {tabel: t" + i + "}\n").collect(Collectors.joining());

        PolicyReading reading = Samples.read(directory, "tables:\n" + tables);

        assertThat(reading.problems()).hasSize(1_000);
    }

    private static void assertProblems(Path file) {
        assertTimeout(QUICKLY, () -> {
            PolicyReading reading = PolicyReader.read(file);
            assertThat(reading.policies()).isEmpty();
            assertThat(reading.problems()).isNotEmpty().allSatisfy(HostileYamlTest::assertPlaced);
        });
    }

    private static void assertPlaced(PolicyProblem problem) {
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
        assertThat(problem.message()).isNotBlank();
        assertThat(problem.toString()).hasSizeLessThan(1_500).doesNotContain("\tat ", "Exception", "\n", "\0");
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(20)));
                case 1 -> damaged.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                default -> damaged.setCharAt(at, (char) random.nextInt(0x3000));
            }
        }
        return damaged.toString();
    }

    private static String billionLaughs() {
        return "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + IntStream.range(1, 30)
                .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "x]\n")
                .collect(Collectors.joining());
    }

    private static String exponentialMerges() {
        return "a0: &a0 {x: 1}\n" + IntStream.range(1, 20)
                .mapToObj(i -> "a" + i + ": &a" + i + " {<<: [" + ("*a" + (i - 1) + ", ").repeat(9) + "]}\n")
                .collect(Collectors.joining()) + "tables: [*a19]\n";
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
