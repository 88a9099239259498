package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Statement;

/** From a type as it is to the one that is wanted, where values stay what they are. */
final class TypeAlteration {

    private final DbObject old;
    private final DbObject wanted;

    TypeAlteration(DbObject old, DbObject wanted) {
        this.old = old;
        this.wanted = wanted;
    }

    /** The statements; empty where columns have to be converted to a new type. */
    Optional<List<Statement>> statements() {
        if (wanted.kind() == Kind.DOMAIN) {
            return old.get("type").equals(wanted.get("type")) ? Optional.of(domain()) : Optional.empty();
        }
        if (!old.get("form").equals(wanted.get("form"))) {
            throw new NotGenerated("a type that is " + old.get("form") + " cannot become " + wanted.get("form") + ": give the new one another name");
        }
        return switch (wanted.get("form")) {
            case "enum" -> labels();
            case "composite" -> Optional.of(attributes());
            default -> Optional.empty();
        };
    }

    /** New labels go between the old ones; where one goes away, or the order is another, the type has to be a new one. */
    private Optional<List<Statement>> labels() {
        List<String> before = Json.texts(old.get("labels"));
        List<String> after = Json.texts(wanted.get("labels"));
        if (!after.stream().filter(before::contains).toList().equals(before)) {
            return Optional.empty();
        }
        List<Statement> statements = new ArrayList<>();
        String previous = null;
        for (String label : after) {
            if (!before.contains(label)) {
                String place = previous == null ? before.isEmpty() ? "" : " BEFORE " + Sql.literal(before.get(0)) : " AFTER " + Sql.literal(previous);
                // Within a transaction a new label may not be used yet.
                statements.add(Statement.first("ALTER TYPE " + wanted.identity() + " ADD VALUE IF NOT EXISTS " + Sql.literal(label) + place));
            }
            previous = label;
        }
        return Optional.of(statements);
    }

    private List<Statement> attributes() {
        Map<String, String> before = map(old);
        Map<String, String> after = map(wanted);
        List<Statement> statements = new ArrayList<>();
        before.forEach((name, type) -> {
            if (!type.equals(after.get(name))) {
                statements.add(Statement.of("ALTER TYPE " + wanted.identity() + " DROP ATTRIBUTE " + name)
                        .destroying("the values of attribute " + name + " in all columns of type " + wanted.identity()));
            }
        });
        after.forEach((name, type) -> {
            if (!type.equals(before.get(name))) {
                statements.add(Statement.of("ALTER TYPE " + wanted.identity() + " ADD ATTRIBUTE " + name + " " + type));
            }
        });
        return statements;
    }

    private static Map<String, String> map(DbObject type) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Json.rows(type.get("attributes")).forEach(attribute -> attributes.put(attribute.get(0), attribute.get(1)));
        return attributes;
    }

    private List<Statement> domain() {
        String domain = "ALTER DOMAIN " + wanted.identity();
        List<Statement> statements = new ArrayList<>();
        if (!Objects.equals(old.get("default"), wanted.get("default"))) {
            statements.add(Statement.of(domain + wanted.find("default").map(text -> " SET DEFAULT " + text).orElse(" DROP DEFAULT")));
        }
        Map<String, String> before = Json.map(old.get("checks"));
        Map<String, String> after = Json.map(wanted.get("checks"));
        before.forEach((name, check) -> {
            if (!check.equals(after.get(name))) {
                statements.add(Statement.of(domain + " DROP CONSTRAINT " + name));
            }
        });
        after.forEach((name, check) -> {
            if (!check.equals(before.get(name))) {
                statements.add(Statement.locking(domain + " ADD CONSTRAINT " + name + " " + check, "SHARE on the tables that use the domain while their rows are read"));
            }
        });
        if (old.has("not_null") != wanted.has("not_null")) {
            statements.add(Statement.locking(domain + (wanted.has("not_null") ? " SET NOT NULL" : " DROP NOT NULL"),
                    wanted.has("not_null") ? "SHARE on the tables that use the domain while their rows are read" : ""));
        }
        return statements;
    }
}
