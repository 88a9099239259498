package org.partitiontools.definitions.model;

/**
 * What tells an object from all others of a database.
 *
 * @param kind its kind
 * @param identity its name with schema, and with its table where it belongs to one, quoted as SQL needs it
 */
public record Key(Kind kind, String identity) {

    @Override
    public String toString() {
        return kind.words() + " " + identity;
    }
}
