package org.partitiontools.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.Slug;

/** What templates see of the DAG that deploys the bundle. */
final class DeployModel {

    /** The DAG's id and the file's name; no policy may have it. */
    static final String NAME = "partition_tools_deploy";

    private DeployModel() {
    }

    static Map<String, Object> of(List<PolicyFile> policies, DagDeployer deployer, Optional<String> migrations) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", NAME);
        if (deployer instanceof DagDeployer.Image image) {
            model.put("image", image.name());
        } else if (deployer instanceof DagDeployer.Command command) {
            model.put("command", command.program());
        }
        migrations.ifPresent(folder -> model.put("migrations", folder));
        model.put("connections", policies.stream()
                .map(PolicyFile::connectionId)
                .distinct()
                .map(connection -> Map.of("id", Slug.of(connection), "name", connection, "policies", policies.stream()
                        .filter(policy -> policy.connectionId().equals(connection)).map(PolicyFile::name).toList()))
                .toList());
        return model;
    }
}
