package org.partitiontools.definitions.diff;

import java.util.List;
import java.util.Set;
import org.partitiontools.definitions.model.Difference;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Statement;

/**
 * What differs, and the statements that end it.
 *
 * @param differences what differs
 * @param statements in order; those that run outside a transaction come after all others but what needs them
 * @param withheld what would be dropped, or destroys something, and is not allowed; in order
 * @param made objects that are created by the statements, anew or again
 * @param warnings what the comparison did not look at
 */
public record MigrationPlan(List<Difference> differences, List<Statement> statements, List<Statement> withheld, Set<Key> made, List<String> warnings) {

    /** Differences that the statements do not end, and nobody but a person can. */
    public List<Difference> notGenerated() {
        return differences.stream().filter(difference -> !difference.remedy().isEmpty()).toList();
    }
}
