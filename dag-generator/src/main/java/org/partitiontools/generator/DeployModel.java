package org.partitiontools.generator;

import java.util.List;
import java.util.Map;
import org.partitiontools.policy.PolicyFile;
import org.partitiontools.policy.Slug;

/** What templates see of the DAG that deploys the bundle. */
final class DeployModel {

    /** The DAG's id and the file's name; no policy may have it. */
    static final String NAME = "partition_tools_deploy";

    private DeployModel() {
    }

    static Map<String, Object> of(List<PolicyFile> policies, String command) {
        List<Map<String, String>> connections = policies.stream()
                .map(PolicyFile::connectionId)
                .distinct()
                .map(connection -> Map.of("id", Slug.of(connection), "name", connection))
                .toList();
        return Map.of("name", NAME, "command", command, "connections", connections);
    }
}
