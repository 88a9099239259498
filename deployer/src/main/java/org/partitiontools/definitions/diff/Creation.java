package org.partitiontools.definitions.diff;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.policy.model.SqlIdentifier;

/** The statements that create objects, as a definition would have them. */
public final class Creation {

    private static final String ALTER_TABLE = "ALTER TABLE ";
    private static final Map<String, String> GREATEST = Map.of("smallint", "32767", "integer", "2147483647", "bigint", "9223372036854775807");

    private final Catalogue catalogue;

    /**
     * @param catalogue where the objects are described
     */
    public Creation(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The statements that create an object and what is a part of it, with comments. */
    public List<String> of(DbObject object) {
        List<String> statements = new ArrayList<>();
        switch (object.kind()) {
            case SCHEMA -> statements.add("CREATE SCHEMA " + (object.identity().equals("public") ? "IF NOT EXISTS " : "") + object.identity());
            case EXTENSION -> statements.add("CREATE EXTENSION IF NOT EXISTS " + object.identity() + " WITH SCHEMA " + SqlIdentifier.quote(object.schema()));
            case COLLATION -> statements.add(collation(object));
            case TYPE -> statements.add("CREATE TYPE " + object.identity() + " AS " + type(object));
            case DOMAIN -> statements.add(domain(object));
            case SEQUENCE -> statements.add("CREATE " + (object.get("persistence", "").equals("u") ? "UNLOGGED " : "") + "SEQUENCE " + object.identity()
                    + sequenceOptions(object));
            case FUNCTION, STATISTICS -> statements.add(object.get("definition").strip());
            case TABLE -> table(object, statements);
            case COLUMN -> column(object, statements);
            case SEQUENCE_OWNER -> statements.add("ALTER SEQUENCE " + object.identity() + " OWNED BY " + object.get("column"));
            case VIEW -> statements.add("CREATE VIEW " + object.identity() + view(object));
            case MATERIALIZED_VIEW -> statements.add("CREATE MATERIALIZED VIEW " + object.identity() + view(object));
            case CONSTRAINT -> statements.add(ALTER_TABLE + object.parent() + " ADD CONSTRAINT " + object.name() + " " + object.get("definition")
                    + tablespaceOfKey(object));
            case INDEX -> statements.add(index(object, object.name(), object.parent()));
            case TRIGGER, RULE -> statements.add(object.get("definition").strip().replaceAll(";$", ""));
            case POLICY -> statements.add(policy(object));
            case REPLICA_IDENTITY -> statements.add(ALTER_TABLE + object.parent() + " REPLICA IDENTITY " + object.get("setting"));
            default -> throw new IllegalArgumentException(object.key().toString());
        }
        settings(object, statements);
        comments(object, statements);
        return statements;
    }

    /** The statements that create everything that the catalogue has, each after those that it needs. */
    public List<String> everything() {
        return inOrder().stream().flatMap(object -> of(object).stream()).toList();
    }

    /** All objects that are created by statements of their own, each after those that it needs. */
    public List<DbObject> inOrder() {
        return Ordering.of(catalogue.objects().keySet(), this::needs).stream().map(catalogue::get).filter(object -> object.kind() != Kind.COLUMN).toList();
    }

    private Collection<Key> needs(Key key) {
        Set<Key> needs = new LinkedHashSet<>(catalogue.needs(key));
        if (key.kind() == Kind.TABLE) {
            catalogue.children(key.identity(), Kind.COLUMN).forEach(column -> needs.addAll(catalogue.needs(column.key())));
            needs.remove(key);
        }
        return needs;
    }

    private void settings(DbObject object, List<String> statements) {
        if ((object.kind() == Kind.TRIGGER || object.kind() == Kind.RULE) && !object.get("enabled").equals("ENABLE")) {
            statements.add(enabled(object));
        }
        if (object.kind() == Kind.INDEX && object.has("tablespace")) {
            statements.add("ALTER INDEX " + object.identity() + " SET TABLESPACE " + object.get("tablespace"));
        }
        if (object.kind() == Kind.STATISTICS && object.has("target")) {
            statements.add("ALTER STATISTICS " + object.identity() + " SET STATISTICS " + object.get("target"));
        }
        if (object.kind() == Kind.TABLE) {
            if (object.has("row_security")) {
                statements.add(ALTER_TABLE + object.identity() + " ENABLE ROW LEVEL SECURITY");
            }
            if (object.has("force_row_security")) {
                statements.add(ALTER_TABLE + object.identity() + " FORCE ROW LEVEL SECURITY");
            }
        }
    }

    private void comments(DbObject object, List<String> statements) {
        if (object.comment() != null) {
            statements.add(Sql.comment(object));
        }
        Json.map(object.get("column_comments")).forEach((column, comment) ->
                statements.add("COMMENT ON COLUMN " + object.identity() + "." + column + " IS " + Sql.literal(comment)));
    }

    static String enabled(DbObject object) {
        return ALTER_TABLE + object.parent() + " " + object.get("enabled") + " " + object.kind().name() + " " + object.name();
    }

    private static String collation(DbObject collation) {
        if (!collation.has("provider")) {
            return "CREATE COLLATION " + collation.identity() + " (LC_COLLATE = " + Sql.literal(collation.get("lc_collate")) + ", LC_CTYPE = "
                    + Sql.literal(collation.get("lc_ctype")) + ")";
        }
        String where = collation.get("provider").equals("libc") && !collation.get("lc_collate", "").equals(collation.get("lc_ctype", ""))
                ? "LC_COLLATE = " + Sql.literal(collation.get("lc_collate")) + ", LC_CTYPE = " + Sql.literal(collation.get("lc_ctype"))
                : "LOCALE = " + Sql.literal(collation.get("locale"));
        return "CREATE COLLATION " + collation.identity() + " (PROVIDER = " + collation.get("provider") + ", " + where
                + (collation.get("deterministic").equals("true") ? "" : ", DETERMINISTIC = false")
                + collation.find("rules").map(rules -> ", RULES = " + Sql.literal(rules)).orElse("") + ")";
    }

    private static String type(DbObject type) {
        return switch (type.get("form")) {
            case "enum" -> "ENUM (" + Json.texts(type.get("labels")).stream().map(Sql::literal).collect(joining(", ")) + ")";
            case "composite" -> "(" + Json.rows(type.get("attributes")).stream().map(one -> one.get(0) + " " + one.get(1)).collect(joining(", ")) + ")";
            default -> "RANGE (" + type.get("range") + ")";
        };
    }

    private static String domain(DbObject domain) {
        return "CREATE DOMAIN " + domain.identity() + " AS " + domain.get("type")
                + domain.find("default").map(text -> " DEFAULT " + text).orElse("")
                + (domain.has("not_null") ? " NOT NULL" : "")
                + Json.map(domain.get("checks")).entrySet().stream().map(check -> " CONSTRAINT " + check.getKey() + " " + check.getValue()).collect(joining());
    }

    static String sequenceOptions(DbObject sequence) {
        return sequence.find("type").map(type -> " AS " + type).orElse("") + " INCREMENT BY " + sequence.get("increment")
                + " MINVALUE " + sequence.get("minimum") + " MAXVALUE " + sequence.get("maximum") + " START WITH " + sequence.get("start")
                + sequence.find("cache").map(cache -> " CACHE " + cache).orElse("")
                + (sequence.get("cycle").equals("true") ? " CYCLE" : " NO CYCLE");
    }

    private void table(DbObject table, List<String> statements) {
        List<DbObject> columns = catalogue.children(table.identity(), Kind.COLUMN).toList();
        String body = columns.stream().map(column -> "\n    " + columnClause(column)).collect(joining(",")) + (columns.isEmpty() ? "" : "\n");
        List<String> parents = Json.texts(table.get("inherits"));
        statements.add("CREATE " + (table.has("persistence") ? "UNLOGGED " : "") + "TABLE " + table.identity() + " (" + body + ")"
                + (parents.isEmpty() ? "" : " INHERITS (" + String.join(", ", parents) + ")")
                + (table.has("first_partition") ? "" : table.find("partition_key").map(key -> " PARTITION BY " + key).orElse(""))
                + table.find("access_method").map(method -> " USING " + method).orElse("")
                + Sql.with(Json.map(table.get("options")))
                + table.find("tablespace").map(tablespace -> " TABLESPACE " + tablespace).orElse("")
                + table.find("distribution").map(distribution -> "\n" + distribution).orElse("")
                + table.find("first_partition").map(partition -> partitioningOfGreenplum(table, partition)).orElse(""));
        columns.forEach(column -> columnSettings(column, statements));
        columns.stream().filter(column -> column.comment() != null).forEach(column -> statements.add(Sql.comment(column)));
    }

    /** Greenplum makes no partitioned table without a partition: one of them stands for those that a policy makes. */
    private static String partitioningOfGreenplum(DbObject table, String first) {
        return "\n" + (first.startsWith("PARTITION BY") ? first : "PARTITION BY " + table.get("partition_key") + " " + first);
    }

    private static void column(DbObject column, List<String> statements) {
        // What a table says of compression is for the columns that it is created with, not for later ones.
        statements.add(ALTER_TABLE + column.parent() + " ADD COLUMN " + columnClause(column) + (column.has("usual_encoding") ? encoding(column) : ""));
        columnSettings(column, statements);
    }

    static String columnClause(DbObject column) {
        return column.name() + " " + column.get("type")
                + column.find("compression").map(method -> " COMPRESSION " + method).orElse("")
                + column.find("collation").map(collation -> " COLLATE " + collation).orElse("")
                + defaultClause(column)
                + (column.has("not_null") ? " NOT NULL" : "")
                + (column.has("usual_encoding") ? "" : encoding(column));
    }

    private static String encoding(DbObject column) {
        return column.find("encoding").map(encoding -> " ENCODING (" + encoding + ")").orElse("");
    }

    private static String defaultClause(DbObject column) {
        if (column.has("generated")) {
            return " GENERATED ALWAYS AS (" + column.get("default") + ")" + (column.get("generated").equals("stored") ? " STORED" : " VIRTUAL");
        }
        if (column.has("identity_kind")) {
            return " GENERATED " + column.get("identity_kind") + " AS IDENTITY" + identityOptions(column);
        }
        return column.find("default").map(text -> " DEFAULT " + text).orElse("");
    }

    private static String identityOptions(DbObject column) {
        String usual = "INCREMENT BY 1 MINVALUE 1 MAXVALUE " + GREATEST.get(column.get("type")) + " START WITH 1 CACHE 1 NO CYCLE";
        String name = SqlIdentifier.quote(Sql.rawName(column.parent()) + "_" + Sql.unquoted(column.name()) + "_seq");
        boolean named = !column.get("identity_sequence").equals(Sql.schemaOf(column.parent()) + "." + name);
        boolean plain = column.get("identity_options").equals(usual);
        return named || !plain ? " (" + (named ? "SEQUENCE NAME " + column.get("identity_sequence") + " " : "") + column.get("identity_options") + ")" : "";
    }

    private static void columnSettings(DbObject column, List<String> statements) {
        Map<String, String> settings = new LinkedHashMap<>();
        column.find("storage").ifPresent(storage -> settings.put("storage", " SET STORAGE " + storage));
        column.find("statistics").ifPresent(target -> settings.put("statistics", " SET STATISTICS " + target));
        column.find("options").ifPresent(options -> settings.put("options", " SET (" + Sql.assignments(Json.map(options)) + ")"));
        settings.values().forEach(setting -> statements.add(ALTER_TABLE + column.parent() + " ALTER COLUMN " + column.name() + setting));
    }

    static String view(DbObject view) {
        return view.find("options").map(options -> " WITH (" + options + ")").orElse("")
                + view.find("tablespace").map(tablespace -> " TABLESPACE " + tablespace).orElse("")
                + " AS\n" + view.get("definition").stripTrailing().replaceAll(";$", "")
                + view.find("distribution").map(distribution -> "\n" + distribution).orElse("");
    }

    private static String tablespaceOfKey(DbObject constraint) {
        // Before what ends a constraint, such as DEFERRABLE, it would have to be cut in; an index moves as well.
        return constraint.has("tablespace") && constraint.get("suffix", "").isEmpty() ? " USING INDEX TABLESPACE " + constraint.get("tablespace") : "";
    }

    static String index(DbObject index, String name, String table) {
        return "CREATE " + (index.has("is_unique") ? "UNIQUE " : "") + "INDEX " + name + " ON " + table + " USING " + index.get("body");
    }

    private static String policy(DbObject policy) {
        return "CREATE POLICY " + policy.name() + " ON " + policy.parent() + " AS " + policy.get("permissive") + " FOR " + policy.get("command")
                + policyTerms(policy);
    }

    static String policyTerms(DbObject policy) {
        return " TO " + policy.get("roles")
                + policy.find("using").map(condition -> " USING (" + condition + ")").orElse("")
                + policy.find("with_check").map(condition -> " WITH CHECK (" + condition + ")").orElse("");
    }
}
