package org.partitiontools.database;

/** Names of the catalogue as SQL takes them. */
public final class Identifier {

    private Identifier() {
    }

    /** In quotes, whatever is in it. */
    public static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
