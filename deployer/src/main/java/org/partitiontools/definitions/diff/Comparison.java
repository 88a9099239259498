package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Difference;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Statement;

/** Finds out what differs between two catalogues, and what has to be made, altered, dropped, or dropped and made again. */
public final class Comparison {

    private static final int IDENTITY_OF_PARTITIONS = 170000;

    final Catalogue current;
    final Catalogue wanted;
    final boolean allowDrop;
    /** In the definitions and not in the database. */
    final Set<Key> added = new LinkedHashSet<>();
    /** In the database and not in the definitions. */
    final Set<Key> removed = new LinkedHashSet<>();
    /** What is altered where it is. */
    final Map<Key, List<Statement>> altered = new LinkedHashMap<>();
    /** What is dropped first, and made again. */
    final Set<Key> recreated = new LinkedHashSet<>();
    /** What is dropped first, because something new stands in its place. */
    final Set<Key> droppedFirst = new LinkedHashSet<>();
    /** Types of which columns are converted to new ones. */
    final Set<Key> converted = new LinkedHashSet<>();
    /** Columns that lose their default for a moment. */
    final Set<Key> withoutDefault = new LinkedHashSet<>();
    final Map<Key, Difference> differences = new LinkedHashMap<>();
    private final Map<Key, Set<Key>> dependents;
    private final Set<Key> disturbed = new LinkedHashSet<>();

    private Comparison(Catalogue current, Catalogue wanted, boolean allowDrop) {
        this.current = current;
        this.wanted = wanted;
        this.allowDrop = allowDrop;
        this.dependents = current.dependents();
    }

    /**
     * Compares.
     *
     * @param allowDrop whether what is not in the definitions is dropped; otherwise the statements that would do so are withheld
     */
    public static MigrationPlan compare(Catalogue current, Catalogue wanted, boolean allowDrop) {
        Comparison comparison = new Comparison(current, wanted, allowDrop);
        comparison.compare();
        return new Generation(comparison).plan();
    }

    private void compare() {
        wanted.objects().values().forEach(this::compareWanted);
        current.objects().values().stream().filter(object -> !wanted.has(object.key()) && object.kind() != Kind.EXTENSION).forEach(object -> {
            removed.add(object.key());
            note(object, Difference.UNDEFINED, "");
        });
        settleNames();
        settleKeys();
        List.copyOf(recreated).forEach(key -> disturbDependents(key, true));
        converted.forEach(key -> disturbDependents(key, true));
        droppedFirst.forEach(key -> disturbDependents(key, true));
        wanted.objects().values().stream().filter(this::isRetyped).forEach(column -> disturbDependents(column.key(), false));
    }

    private void compareWanted(DbObject want) {
        Optional<DbObject> old = current.find(want.key());
        if (old.isEmpty()) {
            added.add(want.key());
            note(want, Difference.MISSING, "");
            if (want.kind() == Kind.COLUMN && want.has("identity_kind")) {
                refuseIdentityOfPartitions(want);
            }
            return;
        }
        List<String> words = Compared.words(old.get(), want, wanted);
        if (words.isEmpty()) {
            return;
        }
        note(want, Difference.DIFFERENT, String.join("; ", words));
        if (want.kind() == Kind.COLUMN && want.has("identity_kind") && !old.get().has("identity_kind")) {
            refuseIdentityOfPartitions(want);
            if (!differences.get(want.key()).remedy().isEmpty()) {
                return;
            }
        }
        try {
            Optional<List<Statement>> statements = new Alteration(current, wanted).of(old.get(), want);
            if (statements.isPresent()) {
                altered.put(want.key(), statements.get());
            } else if (want.kind() == Kind.TYPE || want.kind() == Kind.DOMAIN) {
                converted.add(want.key());
            } else {
                recreate(old.get(), want);
            }
        } catch (NotGenerated e) {
            block(want.key(), e.getMessage());
        }
    }

    /** Since PostgreSQL 17 partitions have the identity of their parent. */
    private void refuseIdentityOfPartitions(DbObject column) {
        if (current.isPartitioned(column.parent()) && current.origin().version() < IDENTITY_OF_PARTITIONS) {
            block(column.key(), "before PostgreSQL 17 a partitioned table gets an identity column only while it is made: use a sequence and a default");
        }
    }

    private void recreate(DbObject old, DbObject want) {
        if (want.kind() == Kind.COLUMN && !old.has("generated") && !allowDrop) {
            throw new NotGenerated("its values would be lost, for computed ones: --allow drop");
        }
        recreated.add(want.key());
    }

    private void note(DbObject object, String change, String detail) {
        boolean withParent = object.parents().map(differences::get).anyMatch(other -> other != null && other.change().equals(change));
        if (!withParent) {
            differences.put(object.key(), new Difference(object.key().toString(), change, detail, ""));
        }
    }

    private void block(Key key, String remedy) {
        added.remove(key);
        altered.remove(key);
        differences.computeIfPresent(key, (same, difference) -> difference.withRemedy(remedy));
        differences.computeIfAbsent(key, same -> new Difference(key.toString(), Difference.DIFFERENT, "", remedy));
    }

    /** Something new under the name of something else: that has to go first. */
    private void settleNames() {
        Map<String, Key> names = new LinkedHashMap<>();
        removed.forEach(key -> relationName(current.get(key)).ifPresent(name -> names.put(name, key)));
        for (Key key : List.copyOf(added)) {
            Key other = relationName(wanted.get(key)).map(names::get).orElse(null);
            if (other != null && (allowDrop || !other.kind().holdsData())) {
                droppedFirst.add(other);
            } else if (other != null) {
                block(key, other + " has its name, and would have to be dropped: --allow drop");
            }
        }
    }

    private static Optional<String> relationName(DbObject object) {
        if (object.kind().isRelation() || object.kind() == Kind.TYPE || object.kind() == Kind.DOMAIN) {
            return Optional.of(object.identity());
        }
        boolean hasIndex = object.kind() == Kind.CONSTRAINT && List.of("primary", "unique", "exclude").contains(object.get("form"));
        return hasIndex ? Optional.of(Sql.schemaOf(object.parent()) + "." + object.name()) : Optional.empty();
    }

    /** A table has one primary key, and its columns are not nullable while it has it. */
    private void settleKeys() {
        for (Key key : removed) {
            DbObject object = current.get(key);
            boolean primary = object.kind() == Kind.CONSTRAINT && object.get("form").equals("primary") && wanted.has(new Key(Kind.TABLE, object.parent()));
            if (primary) {
                boolean another = wanted.children(object.parent(), Kind.CONSTRAINT).anyMatch(other -> other.get("form").equals("primary"));
                boolean nullable = wanted.children(object.parent(), Kind.COLUMN).anyMatch(column -> altered.containsKey(column.key())
                        && !column.has("not_null") && current.get(column.key()).has("not_null"));
                if (another || nullable) {
                    droppedFirst.add(key);
                }
            }
        }
    }

    boolean isRetyped(DbObject column) {
        return column.kind() == Kind.COLUMN && altered.containsKey(column.key()) && ColumnAlteration.changesType(current.get(column.key()), column);
    }

    /** The type of a column is a new one of the same name. */
    boolean isConverted(DbObject column) {
        return current.needs(column.key()).stream().anyMatch(converted::contains);
    }

    /**
     * What stands in the way while something is dropped or gets another type.
     *
     * @param gone whether it is dropped; where a column gets another type, indexes and constraints follow by themselves
     */
    private void disturbDependents(Key key, boolean gone) {
        dependents.getOrDefault(key, Set.of()).forEach(dependent -> disturb(dependent, key, gone));
    }

    private void disturb(Key key, Key cause, boolean gone) {
        DbObject object = current.get(key);
        boolean ofGoneTable = object.parent() != null && removed.contains(new Key(Kind.TABLE, object.parent()));
        // What is another one then, or gone, need not be valid with the new type.
        boolean stays = !altered.containsKey(key) && !(removed.contains(key) && allowDrop);
        boolean follows = !gone && (stays && (object.kind() == Kind.INDEX || object.kind() == Kind.CONSTRAINT || object.kind() == Kind.STATISTICS)
                || object.kind() == Kind.TABLE);
        if (follows || ofGoneTable || recreated.contains(key) || droppedFirst.contains(key) && !disturbed.add(key)) {
            return;
        }
        if (object.kind() == Kind.COLUMN) {
            disturbColumn(object, cause);
        } else if (Alteration.isRecreatable(object.kind())) {
            if (removed.contains(key) && allowDrop) {
                droppedFirst.add(key);
            } else {
                altered.remove(key);
                recreated.add(key);
            }
            disturbDependents(key, true);
        } else if ((object.kind() == Kind.TYPE || object.kind() == Kind.DOMAIN) && !converted.contains(key)) {
            block(cause, key + " depends on it, and cannot be made anew: give the new one another name");
        }
    }

    private void disturbColumn(DbObject column, Key cause) {
        if (converted.contains(cause)) {
            if (disturbed.add(column.key())) {
                disturbDependents(column.key(), false);
            }
        } else if (column.has("generated") && removed.contains(column.key()) && allowDrop) {
            droppedFirst.add(column.key());
            disturbDependents(column.key(), true);
        } else if (column.has("generated")) {
            altered.remove(column.key());
            recreated.add(column.key());
            disturbDependents(column.key(), true);
        } else if (column.has("default") && !removed.contains(column.key())) {
            withoutDefault.add(column.key());
        }
    }
}
