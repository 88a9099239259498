package org.partitiontools.definitions.model;

/**
 * Something that is not in the database as the definitions have it.
 *
 * @param object kind and name, in words
 * @param change {@code missing}, {@code undefined} or {@code different}
 * @param detail what differs, in words
 * @param remedy what to do where no statement is generated for it; empty where there is one
 */
public record Difference(String object, String change, String detail, String remedy) {

    /** It is in the definitions and not in the database. */
    public static final String MISSING = "missing";
    /** It is in the database and not in the definitions. */
    public static final String UNDEFINED = "undefined";
    /** It is in both, and not the same. */
    public static final String DIFFERENT = "different";

    /** The same, for which no statement is generated. */
    public Difference withRemedy(String what) {
        return new Difference(object, change, detail, what);
    }
}
