package org.partitiontools.policy.yaml;

import java.util.List;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.model.PolicyFile;

/**
 * What came out of reading policy files: the policies that are right, and the problems of the others.
 *
 * <p>A file is either among the policies or has at least one problem, never both.
 *
 * @param policies the policies of the files without a problem, in the order of the files
 * @param problems all problems of all other files, by file, then by line
 */
public record PolicyReading(List<PolicyFile> policies, List<PolicyProblem> problems) {

    public PolicyReading {
        policies = List.copyOf(policies);
        problems = List.copyOf(problems);
    }

    /** Whether every file was right. */
    public boolean isValid() {
        return problems.isEmpty();
    }
}
