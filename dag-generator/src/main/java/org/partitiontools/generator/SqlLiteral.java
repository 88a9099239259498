package org.partitiontools.generator;

/** Text as literals of SQL. */
final class SqlLiteral {

    private SqlLiteral() {
    }

    /**
     * The text as a string literal in one line, which means the same whatever the session's
     * {@code standard_conforming_strings} says.
     *
     * <p>Airflow renders SQL with Jinja before it executes it. So that no value can become a Jinja expression, an
     * opening brace that would start one is written as an escape sequence.
     */
    static String quote(String text) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            body.append(escaped(text, i));
        }
        boolean plain = body.indexOf("\\") < 0;
        return (plain ? "'" : "E'") + body + "'";
    }

    /** The text between dollar signs, readable over several lines. */
    static String dollarQuote(String text) {
        String tag = "$partition_tools$";
        for (int i = 1; text.contains(tag); i++) {
            tag = "$partition_tools_" + i + "$";
        }
        return tag + text + tag;
    }

    private static String escaped(String text, int index) {
        char c = text.charAt(index);
        return switch (c) {
            case '\'' -> "''";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '{' -> opensJinja(text, index) ? "\\x7B" : "{";
            default -> String.valueOf(c);
        };
    }

    private static boolean opensJinja(String text, int index) {
        return index + 1 < text.length() && "{%#".indexOf(text.charAt(index + 1)) >= 0;
    }
}
