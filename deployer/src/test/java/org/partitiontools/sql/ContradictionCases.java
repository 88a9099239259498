package org.partitiontools.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The policies of {@code test_sql/contradictions.yaml}, which the Java rules decide, too. */
final class ContradictionCases {

    /**
     * A policy of one table.
     *
     * @param policy as JSON
     * @param expected the rule that it breaks, or null
     */
    record Case(String name, String policy, String expected) {

        @Override
        public String toString() {
            return name;
        }
    }

    private ContradictionCases() {
    }

    static List<Case> read() {
        List<Map<String, Object>> cases = new Yaml(new SafeConstructor(new LoaderOptions())).load(TestFiles.read("test_sql/contradictions.yaml"));
        return cases.stream().map(ContradictionCases::toCase).toList();
    }

    private static Case toCase(Map<String, Object> entry) {
        Map<String, Object> policy = new LinkedHashMap<>(entry);
        String name = policy.remove("name").toString();
        Object expected = policy.remove("expected");
        try {
            return new Case(name, new ObjectMapper().writeValueAsString(policy), expected == null ? null : expected.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
