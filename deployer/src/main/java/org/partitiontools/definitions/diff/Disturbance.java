package org.partitiontools.definitions.diff;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;

/** What stands in the way while one object is dropped, or gets another type: found by following what depends on it. */
final class Disturbance {

    /** What is dropped for a moment, and made again. */
    final Set<Key> recreated = new LinkedHashSet<>();
    /** What is to go in any case, and goes before. */
    final Set<Key> droppedFirst = new LinkedHashSet<>();
    /** Columns that lose their default for a moment. */
    final Set<Key> withoutDefault = new LinkedHashSet<>();
    private final Comparison comparison;
    private final Set<Key> visited = new LinkedHashSet<>();
    private String obstacle;

    /**
     * @param gone whether it is dropped; where a column gets another type, indexes and constraints follow by themselves
     */
    Disturbance(Comparison comparison, Key root, boolean gone) {
        this.comparison = comparison;
        visited.add(root);
        dependents(root, gone);
    }

    /** Why it cannot be done: something that depends on it can neither be kept nor dropped. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    private void dependents(Key key, boolean gone) {
        comparison.dependents(key).forEach(dependent -> disturb(dependent, key, gone));
    }

    private void disturb(Key key, Key cause, boolean gone) {
        DbObject object = comparison.current.get(key);
        boolean leaves = comparison.allowDrop && comparison.removed.contains(key);
        if (follows(object, gone, leaves) || goesWithTable(object) || !visited.add(key)) {
            return;
        }
        if (object.kind() == Kind.COLUMN) {
            column(object, cause, leaves);
        } else if (Alteration.isRecreatable(object.kind())) {
            remake(key, leaves);
        } else if ((object.kind() == Kind.TYPE || object.kind() == Kind.DOMAIN) && !comparison.converted.contains(key)) {
            obstacle = key + " depends on it, and cannot be made anew: give the new one another name";
        }
    }

    /** What is another one then, or gone, need not be valid with the new type. */
    private boolean follows(DbObject object, boolean gone, boolean leaves) {
        boolean stays = !comparison.altered.containsKey(object.key()) && !leaves;
        boolean adapts = object.kind() == Kind.INDEX || object.kind() == Kind.CONSTRAINT || object.kind() == Kind.STATISTICS;
        return !gone && (object.kind() == Kind.TABLE || adapts && stays);
    }

    /** But a foreign key keeps the key that it points at. */
    private boolean goesWithTable(DbObject object) {
        return comparison.allowDrop && object.parent() != null && comparison.removed.contains(new Key(Kind.TABLE, object.parent())) && !object.isForeignKey();
    }

    private void column(DbObject column, Key cause, boolean leaves) {
        if (comparison.converted.contains(cause)) {
            dependents(column.key(), false);
        } else if (column.has("generated")) {
            remake(column.key(), leaves);
        } else if (column.has("default") && !comparison.removed.contains(column.key())) {
            withoutDefault.add(column.key());
        }
    }

    private void remake(Key key, boolean leaves) {
        if (leaves) {
            droppedFirst.add(key);
        } else {
            // Its text was written for what is there now: nobody knows whether it means anything afterwards.
            if (!comparison.wanted.has(key)) {
                obstacle = key + ", which is not in the definitions, depends on it: define it, or --allow drop";
            } else if (comparison.isBlocked(key)) {
                obstacle = key + " depends on it, for which no statement is generated either";
            }
            recreated.add(key);
        }
        dependents(key, true);
    }
}
