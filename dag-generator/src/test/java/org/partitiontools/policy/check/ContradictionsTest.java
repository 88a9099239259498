package org.partitiontools.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.Samples;
import org.partitiontools.policy.yaml.PolicyReading;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The cases are shared with the tests of check_config in SQL. */
class ContradictionsTest {

    private static final Path CASES = Path.of("..", "test_sql", "contradictions.yaml");

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> decidesAsSqlDoes() throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        try (Reader reader = Files.newBufferedReader(CASES)) {
            List<Map<String, Object>> cases = new ArrayList<>(yaml.load(reader));
            return cases.stream().map(it -> DynamicTest.dynamicTest(it.get("name").toString(), () -> check(it)));
        }
    }

    private void check(Map<String, Object> testCase) {
        Map<String, Object> table = new LinkedHashMap<>(testCase);
        table.put("table", table.remove("name"));
        Object expected = table.remove("expected");

        PolicyReading reading = Samples.read(directory, new Yaml().dump(Map.of("tables", List.of(table))));

        if (expected == null) {
            assertThat(reading.problems()).isEmpty();
        } else {
            assertThat(reading.problems()).isNotEmpty()
                    .allSatisfy(it -> assertThat(it.message()).endsWith("[" + expected + "]"));
        }
    }
}
