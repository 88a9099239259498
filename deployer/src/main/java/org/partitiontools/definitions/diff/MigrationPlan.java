package org.partitiontools.definitions.diff;

import java.util.ArrayList;
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
 * @param madeOnline those of them that are created outside a transaction
 * @param undeclared who has rights that nobody declared, in words; they are left to them
 * @param warnings what the comparison did not look at
 */
public record MigrationPlan(List<Difference> differences, List<Statement> statements, List<Statement> withheld, Set<Key> made, Set<Key> madeOnline,
        List<String> undeclared, List<String> warnings) {

    /** The same with rights. */
    public MigrationPlan with(List<Difference> ofRights, List<Statement> before, List<Statement> after, List<String> undeclaredRights) {
        List<Difference> allDifferences = new ArrayList<>(differences);
        allDifferences.addAll(ofRights);
        List<Statement> all = new ArrayList<>(before);
        all.addAll(statements);
        all.addAll(after);
        return new MigrationPlan(allDifferences, all, withheld, made, madeOnline, undeclaredRights, warnings);
    }

    /** The same with another warning. */
    public MigrationPlan withWarning(String warning) {
        List<String> all = new ArrayList<>(warnings);
        all.add(warning);
        return new MigrationPlan(differences, statements, withheld, made, madeOnline, undeclared, all);
    }

    /** Differences that the statements do not end, and nobody but a person can. */
    public List<Difference> notGenerated() {
        return differences.stream().filter(difference -> !difference.remedy().isEmpty()).toList();
    }
}
