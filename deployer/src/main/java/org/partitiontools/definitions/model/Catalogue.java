package org.partitiontools.definitions.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a database holds in some schemas: objects, what depends on what, rights, partitions. */
public final class Catalogue {

    private final Origin origin;
    private final List<String> schemas;
    private final Map<Key, DbObject> objects;
    private final Map<Key, Set<Key>> dependsOn;
    private final Map<Key, List<Right>> rights;
    private final Map<String, List<String>> partitions;
    private final List<String> notCompared;
    private final Map<String, List<DbObject>> byParent = new LinkedHashMap<>();

    /**
     * @param origin where it was read
     * @param schemas the schemas, without quotes
     * @param objects the objects, parents before what belongs to them
     * @param dependsOn what an object needs so that it can be created
     * @param rights what roles other than the owner have been granted
     * @param partitions the leaves of each partitioned table
     * @param notCompared objects of kinds that are left alone, in words
     */
    public Catalogue(Origin origin, List<String> schemas, Map<Key, DbObject> objects, Map<Key, Set<Key>> dependsOn, Map<Key, List<Right>> rights,
            Map<String, List<String>> partitions, List<String> notCompared) {
        this.origin = origin;
        this.schemas = schemas;
        this.objects = objects;
        this.dependsOn = dependsOn;
        this.rights = rights;
        this.partitions = partitions;
        this.notCompared = notCompared;
        objects.values().stream().filter(object -> object.parent() != null)
                .forEach(object -> byParent.computeIfAbsent(object.parent(), none -> new ArrayList<>()).add(object));
    }

    /** The same database, its objects written in another version's words. */
    public Catalogue with(Map<Key, DbObject> otherObjects, Map<Key, Set<Key>> otherDependsOn) {
        return new Catalogue(origin, schemas, otherObjects, otherDependsOn, rights, partitions, notCompared);
    }

    public Origin origin() {
        return origin;
    }

    public List<String> schemas() {
        return schemas;
    }

    public Map<Key, DbObject> objects() {
        return objects;
    }

    public Map<Key, Set<Key>> dependsOn() {
        return dependsOn;
    }

    public List<String> notCompared() {
        return notCompared;
    }

    public Optional<DbObject> find(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    public DbObject get(Key key) {
        return objects.get(key);
    }

    public boolean has(Key key) {
        return objects.containsKey(key);
    }

    /** The owner that a definition names: whatever it makes without a word belongs to whoever executes it. */
    public Optional<String> declaredOwner(DbObject object) {
        return Optional.ofNullable(object.owner()).filter(owner -> !owner.equals(origin.user()));
    }

    /** Whether a table is partitioned; not where there is none of that name. */
    public boolean isPartitioned(String table) {
        return find(new Key(Kind.TABLE, table)).filter(object -> object.has("partition_key")).isPresent();
    }

    /** Whether partitions of a table are partitioned themselves. */
    public boolean isNested(String table) {
        return find(new Key(Kind.TABLE, table)).filter(object -> object.has("nested")).isPresent();
    }

    /** What an object needs. */
    public Set<Key> needs(Key key) {
        return dependsOn.getOrDefault(key, Set.of());
    }

    /** What needs each object. */
    public Map<Key, Set<Key>> dependents() {
        Map<Key, Set<Key>> dependents = new LinkedHashMap<>();
        dependsOn.forEach((key, needed) -> needed.forEach(one -> dependents.computeIfAbsent(one, none -> new LinkedHashSet<>()).add(key)));
        return dependents;
    }

    /** What belongs to a table or view. */
    public Stream<DbObject> children(String parent, Kind kind) {
        return byParent.getOrDefault(parent, List.of()).stream().filter(object -> object.kind() == kind);
    }

    /** The rights on an object. */
    public List<Right> rightsOn(Key key) {
        return rights.getOrDefault(key, List.of());
    }

    /** The leaves of a partitioned table, as they were when the catalogue was read. */
    public List<String> leaves(String table) {
        return partitions.getOrDefault(table, List.of());
    }
}
