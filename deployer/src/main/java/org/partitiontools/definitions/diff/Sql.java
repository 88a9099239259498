package org.partitiontools.definitions.diff;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.policy.model.SqlIdentifier;

/** Words and names that statements are made of. */
final class Sql {

    private static final int NAME_BYTES = 63;

    private Sql() {
    }

    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.contains("\\") ? "E" + quoted.replace("\\", "\\\\") : quoted;
    }

    /** In dollar quotes that it does not contain. */
    static String dollars(String text) {
        String quote = "$body$";
        for (int i = 2; text.contains(quote); i++) {
            quote = "$body" + i + "$";
        }
        return quote + "\n" + text + "\n" + quote;
    }

    /** {@code WITH (a = 'b')} or nothing. */
    static String with(Map<String, String> options) {
        return options.isEmpty() ? "" : " WITH (" + assignments(options) + ")";
    }

    static String assignments(Map<String, String> options) {
        return options.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(option -> option.getKey() + " = " + literal(option.getValue())).collect(joining(", "));
    }

    /** What DROP, COMMENT and ALTER call an object. */
    static String target(DbObject object) {
        return switch (object.kind()) {
            case CONSTRAINT, TRIGGER, RULE, POLICY -> object.kind().words().toUpperCase() + " " + object.name() + " ON " + object.parent();
            case MATERIALIZED_VIEW -> "MATERIALIZED VIEW " + object.identity();
            case FUNCTION -> word(object) + " " + object.identity();
            default -> object.kind().name() + " " + object.identity();
        };
    }

    /** FUNCTION or PROCEDURE; aggregates are ROUTINE where the server knows that word, so that their arguments are written the same way. */
    static String word(DbObject function) {
        String form = function.get("form");
        return form.equals("AGGREGATE") ? function.get("word_of_aggregate") : form;
    }

    static String comment(DbObject object) {
        return "COMMENT ON " + target(object) + " IS " + (object.comment() == null ? "NULL" : literal(object.comment()));
    }

    static String owner(DbObject object, String owner) {
        return "ALTER " + target(object) + " OWNER TO " + SqlIdentifier.quote(owner);
    }

    /** The schema of a qualified name, quoted. */
    static String schemaOf(String qualified) {
        return qualified.substring(0, separator(qualified));
    }

    /** The last part of a qualified name, without quotes. */
    static String rawName(String qualified) {
        return unquoted(qualified.substring(separator(qualified) + 1));
    }

    static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static int separator(String qualified) {
        boolean quoted = false;
        for (int i = 0; i < qualified.length(); i++) {
            char c = qualified.charAt(i);
            quoted ^= c == '"';
            if (c == '.' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** A name that no other has, quoted: both texts, or as much of them as fits with a hash. */
    static String joined(String first, String second) {
        String name = first + "_" + second;
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
            String hash = "_" + String.format("%08x", name.hashCode());
            int end = name.length();
            while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length + hash.length() > NAME_BYTES) {
                end = name.offsetByCodePoints(end, -1);
            }
            name = name.substring(0, end) + hash;
        }
        return SqlIdentifier.quote(name);
    }
}
