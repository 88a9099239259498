package org.partitiontools.policy.yaml;

import java.util.List;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.model.S3ServerEntry;

/**
 * What came out of reading a file of S3 servers.
 *
 * @param servers the servers, in the order of the file; none if there is a problem
 * @param problems what is wrong, by line
 */
public record S3ServersReading(List<S3ServerEntry> servers, List<PolicyProblem> problems) {

    public S3ServersReading {
        servers = List.copyOf(servers);
        problems = List.copyOf(problems);
    }
}
