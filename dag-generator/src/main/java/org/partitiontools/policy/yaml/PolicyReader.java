package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.model.PolicyFile;

/**
 * Reads policy files, and configuration files of postgresql-partition-manager. Whatever stands in a file, reading ends with a policy or with problems that name their places,
 * never with an exception.
 */
public final class PolicyReader {

    private PolicyReader() {
    }

    /** Reads one file. */
    public static PolicyReading read(Path file) {
        Problems problems = new Problems();
        Optional<PolicyFile> policy = read(file, problems);
        return problems.isEmpty()
                ? new PolicyReading(policy.stream().toList(), List.of())
                : new PolicyReading(List.of(), problems.inOrder());
    }

    /** Reads several files; a wrong one does not keep the others from being read. */
    public static PolicyReading read(List<Path> files) {
        List<PolicyFile> policies = new ArrayList<>();
        List<PolicyProblem> problems = new ArrayList<>();
        for (Path file : files) {
            PolicyReading reading = read(file);
            policies.addAll(reading.policies());
            problems.addAll(reading.problems());
        }
        return new PolicyReading(policies, problems);
    }

    private static Optional<PolicyFile> read(Path file, Problems problems) {
        return YamlDocument.section(file, problems)
                .map(section -> PpmParser.reads(section) ? PpmParser.parse(file, section) : new PolicyParser(file, section).parse());
    }
}
