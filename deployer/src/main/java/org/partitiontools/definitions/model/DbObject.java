package org.partitiontools.definitions.model;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An object as a catalogue describes it.
 *
 * @param key its kind and identity
 * @param schema its schema, without quotes
 * @param name its own name, quoted
 * @param parent the table or view it belongs to, quoted; null where it stands alone
 * @param comment its comment, or null
 * @param owner its owner without quotes, or null where it has none of its own
 * @param properties what is compared, and what statements are made of; a property that is not there has no entry
 */
public record DbObject(Key key, String schema, String name, String parent, String comment, String owner, Map<String, String> properties) {

    public Kind kind() {
        return key.kind();
    }

    public String identity() {
        return key.identity();
    }

    public boolean isForeignKey() {
        return kind() == Kind.CONSTRAINT && get("form").equals("foreign");
    }

    /** Which objects may be what it belongs to: tables and views share their names. */
    public Stream<Key> parents() {
        return parent == null ? Stream.of() : Stream.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW).map(kind -> new Key(kind, parent));
    }

    /** A property, or null. */
    public String get(String property) {
        return properties.get(property);
    }

    public boolean has(String property) {
        return properties.containsKey(property);
    }

    /** A property, or a text in its place. */
    public String get(String property, String otherwise) {
        return properties.getOrDefault(property, otherwise);
    }

    public Optional<String> find(String property) {
        return Optional.ofNullable(properties.get(property));
    }
}
