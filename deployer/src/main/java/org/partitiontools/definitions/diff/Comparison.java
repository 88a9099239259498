package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
        settleDependents();
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
        recreated.remove(key);
        converted.remove(key);
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

    /** A table has one primary key, and its columns are not nullable while it has it. A foreign key holds on to the key that it finds when it is made. */
    private void settleKeys() {
        for (Key key : removed) {
            DbObject object = current.get(key);
            boolean ofKeptTable = key.kind() == Kind.CONSTRAINT && wanted.has(new Key(Kind.TABLE, object.parent()));
            boolean replaced = ofKeptTable && object.get("form").equals("primary") && replacements(object).findAny().isPresent();
            boolean pointedAt = ofKeptTable && allowDrop && wanted.objects().values().stream()
                    .anyMatch(other -> other.isForeignKey() && object.parent().equals(other.get("referenced")));
            if (replaced || pointedAt) {
                droppedFirst.add(key);
            }
        }
    }

    /** What is not possible while a primary key is there: another one, and columns that become nullable. */
    private Stream<Key> replacements(DbObject primaryKey) {
        Stream<Key> keys = wanted.children(primaryKey.parent(), Kind.CONSTRAINT).filter(other -> other.get("form").equals("primary")).map(DbObject::key);
        Stream<Key> columns = wanted.children(primaryKey.parent(), Kind.COLUMN).map(DbObject::key)
                .filter(column -> altered.containsKey(column) && !wanted.get(column).has("not_null") && current.get(column).has("not_null"));
        return Stream.concat(keys, columns);
    }

    /** Nothing is done to what others depend on that can neither be kept nor dropped, nor to what needs it. */
    private void settleDependents() {
        boolean settled = false;
        while (!settled) {
            settled = true;
            for (Key root : roots()) {
                Optional<String> obstacle = disturbance(root).obstacle();
                if (obstacle.isPresent()) {
                    blockRoot(root, obstacle.get());
                    settled = false;
                }
            }
            for (Key key : Stream.of(added, altered.keySet(), recreated).flatMap(Set::stream).toList()) {
                Optional<Key> missing = isPartOfAddedTable(key) ? Optional.empty()
                        : wanted.needs(key).stream().filter(needed -> needed.kind() != Kind.TABLE && isBlocked(needed)).findFirst();
                if (missing.isPresent()) {
                    block(key, "it needs " + missing.get() + " as it is defined");
                    settled = false;
                }
            }
        }
        for (Key root : roots()) {
            Disturbance disturbance = disturbance(root);
            altered.keySet().removeAll(disturbance.recreated);
            recreated.addAll(disturbance.recreated);
            droppedFirst.addAll(disturbance.droppedFirst);
            withoutDefault.addAll(disturbance.withoutDefault);
        }
    }

    private Set<Key> roots() {
        Set<Key> roots = new LinkedHashSet<>(recreated);
        roots.addAll(converted);
        roots.addAll(droppedFirst);
        wanted.objects().values().stream().filter(this::isRetyped).map(DbObject::key).forEach(roots::add);
        return roots;
    }

    private Disturbance disturbance(Key root) {
        boolean retyped = wanted.has(root) && isRetyped(wanted.get(root));
        return new Disturbance(this, root, !retyped);
    }

    /** Where something has to go for the sake of something new, that is what cannot be made. */
    private void blockRoot(Key root, String why) {
        if (!droppedFirst.remove(root)) {
            block(root, why);
            return;
        }
        DbObject object = current.get(root);
        List<Key> others = new ArrayList<>(added.stream().filter(key -> relationName(wanted.get(key)).equals(relationName(object))).toList());
        if (object.kind() == Kind.CONSTRAINT && object.get("form").equals("primary")) {
            others.addAll(replacements(object).toList());
        }
        others.forEach(key -> block(key, "in place of " + root + ": " + why));
    }

    private boolean isPartOfAddedTable(Key key) {
        return key.kind() == Kind.COLUMN && added.contains(new Key(Kind.TABLE, wanted.get(key).parent()));
    }

    /** Whether there is something about it that a person has to end. */
    boolean isBlocked(Key key) {
        return differences.containsKey(key) && !differences.get(key).remedy().isEmpty();
    }

    /** What needs an object, in the database. */
    Set<Key> dependents(Key key) {
        return dependents.getOrDefault(key, Set.of());
    }

    boolean isRetyped(DbObject column) {
        return column.kind() == Kind.COLUMN && altered.containsKey(column.key()) && ColumnAlteration.changesType(current.get(column.key()), column);
    }
}
