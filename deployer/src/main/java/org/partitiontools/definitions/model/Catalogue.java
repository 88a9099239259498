package org.partitiontools.definitions.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a database holds in some schemas: objects, what depends on what, rights, partitions.
 *
 * @param schemas the schemas, without quotes
 * @param version the server's, such as 160003
 * @param user who asked
 * @param objects the objects, parents before what belongs to them
 * @param dependsOn what an object needs so that it can be created
 * @param rights what roles other than the owner have been granted
 * @param partitions the leaves of each partitioned table
 * @param notCompared objects of kinds that are left alone, in words
 */
public record Catalogue(List<String> schemas, int version, String user, Map<Key, DbObject> objects, Map<Key, Set<Key>> dependsOn,
        Map<Key, List<Right>> rights, Map<String, List<String>> partitions, List<String> notCompared) {

    public Optional<DbObject> find(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    public DbObject get(Key key) {
        return objects.get(key);
    }

    public boolean has(Key key) {
        return objects.containsKey(key);
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
        return objects.values().stream().filter(object -> object.kind() == kind && parent.equals(object.parent()));
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
