package org.partitiontools.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.partitiontools.ConfigurationException;
import org.partitiontools.policy.check.PolicyProblem;

/** Policy files with problems; the message has a line for each. */
final class InvalidPolicyException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    InvalidPolicyException(List<PolicyProblem> problems) {
        this("the policy", problems);
    }

    /**
     * @param what is not valid
     */
    InvalidPolicyException(String what, List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n", what + " is not valid:\n", "")));
    }
}
