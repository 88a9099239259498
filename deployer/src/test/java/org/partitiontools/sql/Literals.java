package org.partitiontools.sql;

/** Text as SQL writes it. */
final class Literals {

    private Literals() {
    }

    /** A string literal that does not depend on standard_conforming_strings. */
    static String quote(String text) {
        String doubled = text.replace("'", "''");
        return doubled.contains("\\") ? "E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
    }

    /** An identifier, always quoted. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
