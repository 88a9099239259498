package org.partitiontools.policy.yaml;

import java.util.List;
import java.util.Optional;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.model.AccessFile;

/**
 * What came out of reading an access file.
 *
 * @param access what it says; empty if there is a problem
 * @param problems what is wrong, by line
 */
public record AccessReading(Optional<AccessFile> access, List<PolicyProblem> problems) {
}
