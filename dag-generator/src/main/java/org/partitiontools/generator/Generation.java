package org.partitiontools.generator;

import java.nio.file.Path;
import java.util.List;
import org.partitiontools.policy.check.PolicyProblem;

/**
 * What came out of generating: files, or the problems because of which none was written.
 *
 * @param files the files written, in the order of the policies
 * @param problems why nothing was written; their places are in policies or in templates
 */
public record Generation(List<Path> files, List<PolicyProblem> problems) {

    public Generation {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** Whether files were written. */
    public boolean isSuccessful() {
        return problems.isEmpty();
    }
}
