package org.partitiontools.sql;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.PolicyJson;
import org.partitiontools.policy.yaml.PolicyReader;

/** The policies of a YAML file as the command line hands them to SQL, by table. */
record ExamplePolicy(Map<String, String> policies) {

    static ExamplePolicy read(Path file) {
        PolicyFile policy = PolicyReader.read(TestFiles.path(file.toString())).policies().get(0);
        Map<String, String> policies = new LinkedHashMap<>();
        policy.tables().forEach(table -> policies.put(table.qualifiedName(), PolicyJson.of(table, policy.timezone())));
        return new ExamplePolicy(policies);
    }

    List<String> tables() {
        return List.copyOf(policies.keySet());
    }

    String json(String table) {
        return policies.get(table);
    }
}
