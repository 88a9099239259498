package org.partitiontools.access;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.partitiontools.access.AccessState.DefaultRight;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Right;

/** Writes the rights of a database as an access file. */
public final class AccessExport {

    private AccessExport() {
    }

    /** The file's text. */
    public static String text(Catalogue catalogue, AccessState state) {
        StringBuilder text = new StringBuilder("""
                # Who may do what, as it was found. Groups for reading, writing and everything are shorter: see doc/definitions.md.
                kind: access
                api: v1
                mode: additive
                """);
        Map<String, List<String>> grants = grants(catalogue);
        text.append(grants.isEmpty() ? "grants: []\n" : "grants:\n");
        grants.forEach((entry, names) -> text.append(entry.replace("@names@", names.stream().map(AccessExport::quoted).collect(joining(", ", "[", "]")))));
        List<String> defaults = defaults(state);
        text.append(defaults.isEmpty() ? "" : "future_grants:\n");
        defaults.forEach(text::append);
        return text.toString();
    }

    /** Objects on which the same role has the same rights stand in one entry. */
    private static Map<String, List<String>> grants(Catalogue catalogue) {
        Map<String, List<String>> grants = new LinkedHashMap<>();
        for (DbObject object : catalogue.objects().values()) {
            String on = Declared.on(object.kind());
            if (on != null) {
                entries(catalogue, object, on).forEach(entry -> grants.computeIfAbsent(entry, none -> new ArrayList<>()).add(Declared.rawName(object)));
            }
        }
        return grants;
    }

    private static List<String> entries(Catalogue catalogue, DbObject object, String on) {
        boolean open = object.kind() == Kind.FUNCTION || object.kind() == Kind.TYPE || object.kind() == Kind.DOMAIN;
        Map<List<Object>, List<Right>> alike = catalogue.rightsOn(object.key()).stream().filter(right -> !(open && right.grantee() == null))
                .collect(Collectors.groupingBy(right -> Arrays.asList(right.grantee(), right.column(), right.grantable()), LinkedHashMap::new,
                        Collectors.toList()));
        List<String> entries = new ArrayList<>();
        if (open && catalogue.rightsOn(object.key()).stream().noneMatch(right -> right.grantee() == null)) {
            entries.add("  - to: \"PUBLIC\"\n    schema: " + quoted(object.schema()) + "\n    " + on + ": @names@\n    privileges: []\n");
        }
        alike.values().stream().map(rights -> {
            Right first = rights.get(0);
            return "  - to: " + quoted(Objects.requireNonNullElse(first.grantee(), "PUBLIC")) + "\n    schema: " + quoted(object.schema()) + "\n"
                    + (on.equals("schema") ? "" : "    " + on + ": @names@\n")
                    + (first.column() == null ? "" : "    columns: [" + quoted(Declared.unquoted(first.column())) + "]\n")
                    + "    privileges: [" + new TreeSet<>(rights.stream().map(Right::privilege).toList()).stream().collect(joining(", ")) + "]\n"
                    + (first.grantable() ? "    grantable: true\n" : "");
        }).forEach(entries::add);
        return entries;
    }

    private static List<String> defaults(AccessState state) {
        Map<String, List<String>> defaults = new LinkedHashMap<>();
        for (DefaultRight right : state.defaults()) {
            if (right.schema() != null) {
                defaults.computeIfAbsent("  - owner: " + quoted(right.owner()) + "\n    schema: " + quoted(right.schema()) + "\n    objects: " + right.on()
                        + "\n    to: " + quoted(Objects.requireNonNullElse(right.grantee(), "PUBLIC")) + "\n", none -> new ArrayList<>()).add(right.privilege());
            }
        }
        return defaults.entrySet().stream().map(entry -> entry.getKey() + "    privileges: [" + String.join(", ", entry.getValue()) + "]\n").toList();
    }

    /** A double-quoted text of YAML, which can be anything. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(c == '"' || c == '\\' ? "\\" + (char) c
                : c < ' ' || c == 0x7f ? String.format("\\x%02x", c) : Character.toString(c)));
        return quoted.append('"').toString();
    }
}
