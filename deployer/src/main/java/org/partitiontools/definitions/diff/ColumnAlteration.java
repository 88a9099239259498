package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Statement;

/** From a column as it is to the one that is wanted, where rows stay. */
final class ColumnAlteration {

    private static final int SET_EXPRESSION = 170000;

    private final Catalogue current;
    private final DbObject old;
    private final DbObject wanted;
    private final List<Statement> statements = new ArrayList<>();

    ColumnAlteration(Catalogue current, DbObject old, DbObject wanted) {
        this.current = current;
        this.old = old;
        this.wanted = wanted;
    }

    /** Whether the column gets another type, which what uses it does not survive. */
    static boolean changesType(DbObject old, DbObject wanted) {
        return !old.get("type").equals(wanted.get("type")) || !Objects.equals(old.get("collation"), wanted.get("collation"));
    }

    /** Whether it has to be dropped and added: its values are computed, or will be. */
    boolean isRecreation() {
        boolean expression = old.has("generated") && wanted.has("generated")
                && (!old.get("generated").equals(wanted.get("generated"))
                || !Objects.equals(old.get("default"), wanted.get("default")) && current.origin().version() < SET_EXPRESSION);
        boolean virtualEnds = old.get("generated", "").equals("virtual") && !wanted.has("generated");
        return expression || virtualEnds || !old.has("generated") && wanted.has("generated");
    }

    List<Statement> statements() {
        if (old.has("in_key") && changesType(old, wanted)) {
            throw new NotGenerated("the type of a partition key cannot be altered: make a new table, and copy the rows with partition-tools migrate");
        }
        if (old.has("in_distribution") && changesType(old, wanted)) {
            throw new NotGenerated("the type of a distribution key cannot be altered: make a new table, and copy the rows with partition-tools migrate");
        }
        if (!Objects.equals(old.get("encoding"), wanted.get("encoding"))) {
            throw new NotGenerated("the compression of a column cannot be altered: make a new table, and copy the rows with partition-tools migrate");
        }
        if (old.has("generated") && !wanted.has("generated")) {
            alter("DROP EXPRESSION", Lock.moment(wanted.parent()));
        }
        if (old.has("identity_kind") && !wanted.has("identity_kind")) {
            alter("DROP IDENTITY", Lock.moment(wanted.parent()));
        }
        type();
        expression();
        notNull();
        identity();
        settings();
        return statements;
    }

    private void type() {
        boolean hadDefault = old.has("default") && !old.has("generated");
        if (changesType(old, wanted)) {
            if (hadDefault) {
                alter("DROP DEFAULT", Lock.moment(wanted.parent()));
            }
            String type = wanted.get("type") + wanted.find("collation").map(collation -> " COLLATE " + collation).orElse("");
            alter("TYPE " + type + " USING " + wanted.name() + "::" + wanted.get("type"),
                    keepsRows() ? Lock.moment(wanted.parent()) : Lock.rewrites(wanted.parent()));
            if (wanted.has("default") && !wanted.has("generated")) {
                alter("SET DEFAULT " + wanted.get("default"), "");
            }
        } else if (!wanted.has("generated") && !Objects.equals(old.has("generated") ? null : old.get("default"), wanted.get("default"))) {
            alter(wanted.find("default").map(text -> "SET DEFAULT " + text).orElse("DROP DEFAULT"), "");
        }
    }

    private void expression() {
        if (old.has("generated") && wanted.has("generated") && !old.get("default").equals(wanted.get("default"))) {
            alter("SET EXPRESSION AS (" + wanted.get("default") + ")",
                    wanted.get("generated").equals("stored") ? Lock.rewrites(wanted.parent()) : Lock.moment(wanted.parent()));
        }
    }

    /** Longer strings are the same bytes. */
    private boolean keepsRows() {
        Optional<Integer> before = length(old.get("type"));
        Optional<Integer> after = length(wanted.get("type"));
        boolean texts = isString(old.get("type")) && isString(wanted.get("type"));
        return texts && (after.isEmpty() || before.isPresent() && before.get() <= after.get());
    }

    private static boolean isString(String type) {
        return type.equals("text") || type.startsWith("character varying");
    }

    private static Optional<Integer> length(String type) {
        return type.startsWith("character varying(") ? Optional.of(Integer.parseInt(type.replaceAll("\\D", ""))) : Optional.empty();
    }

    private void notNull() {
        if (wanted.has("not_null") && !old.has("not_null")) {
            statements.addAll(Building.on(current, wanted).notNull(wanted));
        } else if (old.has("not_null") && !wanted.has("not_null")) {
            alter("DROP NOT NULL", Lock.moment(wanted.parent()));
        }
    }

    private void identity() {
        if (wanted.has("identity_kind") && !old.has("identity_kind")) {
            if (old.has("default")) {
                // SET NULL as default came before: an identity takes its place.
                statements.removeIf(statement -> statement.sql().contains(" SET DEFAULT "));
            }
            String clause = Creation.columnClause(wanted);
            String add = "ADD " + clause.substring(clause.indexOf(" GENERATED ") + 1).replaceAll(" NOT NULL$", "");
            alter(add, Lock.moment(wanted.parent()) + "; numbers begin where it says, whatever rows have: setval where they do");
        } else if (wanted.has("identity_kind")) {
            if (!old.get("identity_kind").equals(wanted.get("identity_kind"))) {
                alter("SET GENERATED " + wanted.get("identity_kind"), "");
            }
            if (!old.get("identity_options").equals(wanted.get("identity_options"))) {
                alter(wanted.get("identity_options").replaceAll("(INCREMENT|MINVALUE|MAXVALUE|START|CACHE|NO CYCLE|(?<!NO )CYCLE)", "SET $1"), "");
            }
        }
    }

    private void settings() {
        // A new type begins with its own storage.
        if (!Objects.equals(old.get("storage"), wanted.get("storage")) || wanted.has("storage") && changesType(old, wanted)) {
            alter("SET STORAGE " + wanted.get("storage", wanted.get("type_storage", "DEFAULT")), "");
        }
        if (!Objects.equals(old.get("compression"), wanted.get("compression"))) {
            alter("SET COMPRESSION " + wanted.get("compression", "default"), "");
        }
        if (!Objects.equals(old.get("statistics"), wanted.get("statistics"))) {
            alter("SET STATISTICS " + wanted.get("statistics", "-1"), "");
        }
        Map<String, String> before = new LinkedHashMap<>(Json.map(old.get("options")));
        Map<String, String> after = Json.map(wanted.get("options"));
        before.keySet().removeAll(after.keySet());
        if (!before.isEmpty()) {
            alter("RESET (" + String.join(", ", before.keySet()) + ")", "");
        }
        if (!after.isEmpty() && !Json.map(old.get("options")).equals(after)) {
            alter("SET (" + Sql.assignments(after) + ")", "");
        }
    }

    private void alter(String what, String lock) {
        statements.add(Statement.locking("ALTER TABLE " + wanted.parent() + " ALTER COLUMN " + wanted.name() + " " + what, lock));
    }
}
