package org.partitiontools.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitiontools.Samples;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.TablePolicy;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Names that try to break out of the file they are rendered into. */
class HostileNamesTest {

    private static final Path STRING_CONSTANTS = Path.of("src", "test", "python", "string_constants.py");

    @TempDir
    private Path directory;

    static List<String> names() {
        return List.of(
                "'", "''", "\"", "\"\"\"", "\\", "\\\\", "a\\", "\\'", "\\\"", "'; DROP TABLE t; --",
                "\"\"\" + x + \"\"\"", "'''", "${7*7}", "#{7*7}", "[=7*7]", "<#if>", "</#if>", "<@x/>", "{{ 7*7 }}",
                "{% raw %}", "{# x #}", "{{{{", "}}", "%s", "%(x)s", "100%", "$$", "$partition_tools$", "$(id)",
                "`id`", "; id", "| id", "&& id", "#", "# x", ": ", "- x", "-- x", "/* x */", ":name", ":'name'",
                "\\! id", "\\gexec", "select", "SELECT", "😀", "a.b", "a b", "ключ", "-", "*");
    }

    /** One Python reads the files of all names: starting it takes longer than all the rest. */
    @TestFactory
    List<DynamicTest> arriveInPythonUnchanged() throws Exception {
        assumeTrue(Python.isAvailable(), "python3 is missing");
        List<PolicyFile> policies = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (String name : names()) {
            Path folder = Files.createDirectory(directory.resolve("name" + files.size()));
            policies.add(Samples.policy(folder, Samples.withTable(yaml(name))));
            files.add(generate(Target.AIRFLOW, policies.get(files.size()), folder).get(0));
        }
        List<List<String>> constants = stringConstants(files);

        return IntStream.range(0, files.size())
                .mapToObj(i -> dynamicTest(names().get(i), () -> assertUnchanged(policies.get(i), constants.get(i))))
                .toList();
    }

    private static void assertUnchanged(PolicyFile policy, List<String> constants) {
        TablePolicy table = policy.tables().get(0);
        Statements statements = new Statements(policy, table, Optional.empty());
        assertThat(constants).contains(table.qualifiedName(), statements.checkConfig());
        assertThat(constants).containsAll(
                table.allOperations().stream().map(statements::call).toList());
        assertThat(statements.checkConfig()).doesNotContain("{{", "{%", "{#");
    }

    @ParameterizedTest
    @MethodSource("names")
    void stayInOneLineOfACrontab(String name) throws IOException {
        List<Path> files = generate(Target.CRON, policy(name));

        assertThat(Files.readAllLines(files.get(0))).filteredOn(line -> !line.startsWith("#"))
                .containsExactly("CRON_TZ=UTC", "0 1 * * * psql --no-psqlrc --dbname 'service=partition_tools'"
                        + " --file '/etc/partition-tools/policy.sql'");
    }

    @ParameterizedTest
    @MethodSource("names")
    void arriveInKubernetesUnchanged(String name) throws IOException {
        PolicyFile policy = policy(name);
        String script = Files.readString(generate(Target.PSQL, policy).get(0));

        Path manifest = generate(Target.KUBERNETES, policy).get(0);

        try (Reader reader = Files.newBufferedReader(manifest)) {
            Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(reader);
            Object configMap = StreamSupport.stream(documents.spliterator(), false).toList().get(0);
            assertThat(configMap).extracting("data").isEqualTo(Map.of("policy.sql", script));
        }
    }

    @Test
    void otherTextsStayTextsToo() throws Exception {
        assumeTrue(Python.isAvailable(), "python3 is missing");
        String hostile = "'\"\\ {{ x }} ${y} %s";
        PolicyFile policy = Samples.policy(directory, """
                description: %1$s
                tags: [%1$s]
                airflow: {owner: %1$s, pool: %1$s, default_args: {x: [%1$s, {%1$s: %1$s}]}}
                """.formatted(yaml(hostile)) + Samples.withTable("t"));

        List<String> constants = stringConstants(generate(Target.AIRFLOW, policy)).get(0);

        // description, tag, owner, pool, and three in default_args
        assertThat(constants).filteredOn(hostile::equals).hasSize(7);
    }

    private PolicyFile policy(String name) {
        return Samples.policy(directory, Samples.withTable(yaml(name)));
    }

    /** Another quoting than the product's, on purpose. */
    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private List<Path> generate(Target target, PolicyFile policy) throws IOException {
        return generate(target, policy, directory);
    }

    private static List<Path> generate(Target target, PolicyFile policy, Path folder) throws IOException {
        Generation generation = Generator.generate(target, List.of(policy), folder, GeneratorOptions.defaults());
        assertThat(generation.problems()).isEmpty();
        return generation.files();
    }

    private static List<List<String>> stringConstants(List<Path> files) throws IOException, InterruptedException {
        String[] arguments = Stream.concat(Stream.of(STRING_CONSTANTS), files.stream()).map(Path::toString).toArray(String[]::new);
        return new ObjectMapper().readValue(Python.run(arguments), new TypeReference<>() { });
    }
}
