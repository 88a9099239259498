package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.Samples;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The cases are shared with the tests of check_config in SQL: one definition of the policy, one verdict. */
class PolicyVerdictsTest {

    private static final Path CASES = Path.of("..", "test_sql", "policies.yaml");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> decidesAsSqlDoes() throws IOException {
        try (Reader reader = Files.newBufferedReader(CASES)) {
            List<Map<String, List<Object>>> groups = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return groups.stream().flatMap(group -> group.entrySet().stream()).flatMap(group -> group.getValue().stream()
                    .map(item -> DynamicTest.dynamicTest(group.getKey() + ": " + item, () -> check(item, group.getKey().equals("accepted")))));
        }
    }

    private void check(Object item, boolean accepted) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("table", "t");
        table.putAll(policy(item));

        PolicyReading reading = Samples.read(directory, new Yaml().dump(Map.of("tables", List.of(table))));

        assertThat(reading.isValid()).as("%s", reading.problems()).isEqualTo(accepted);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> policy(Object item) {
        if (item instanceof Map<?, ?> map && !map.containsKey("operation") && !map.containsKey("granularity")) {
            return (Map<String, Object>) item;
        }
        return Map.of("operations", List.of(
                Map.of("operation", "create_partitions", "granularity", "1 day", "lower_bound", "1 year", "upper_bound", "-1 month"), item));
    }
}
