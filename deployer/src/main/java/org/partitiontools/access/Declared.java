package org.partitiontools.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Difference;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Right;
import org.partitiontools.policy.model.AccessFile;
import org.partitiontools.policy.model.AccessFile.Grant;
import org.partitiontools.policy.model.AccessFile.SchemaAccess;
import org.partitiontools.policy.model.AccessFile.Sensitive;

/** What an access file means for the objects that there are. */
final class Declared {

    private static final String PUBLIC = "PUBLIC";
    private static final List<String> READ = List.of("SELECT");
    private static final List<String> WRITE = List.of("SELECT", "INSERT", "UPDATE", "DELETE");
    private static final List<String> ALL = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");
    private static final int MAINTAIN_SINCE = 170000;

    private final int version;
    private final Map<Key, DbObject> objects;
    private final Map<String, Map<String, Key>> byName = new LinkedHashMap<>();
    private final Map<Key, Set<Right>> rights = new LinkedHashMap<>();
    private final Set<Key> closed = new LinkedHashSet<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final Set<String> schemas = new LinkedHashSet<>();
    private final List<Difference> unknown = new ArrayList<>();

    /**
     * @param objects the objects that there will be
     * @param version the server's
     */
    Declared(AccessFile access, Map<Key, DbObject> objects, int version) {
        this.objects = objects;
        this.version = version;
        objects.values().forEach(object -> {
            String on = on(object.kind());
            if (on != null) {
                byName.computeIfAbsent(on + " " + object.schema(), none -> new LinkedHashMap<>()).put(rawName(object), object.key());
            }
        });
        access.schemas().forEach(this::schema);
        access.grants().forEach(this::grant);
    }

    /** The rights by object. */
    Set<Right> on(Key key) {
        return rights.getOrDefault(key, Set.of());
    }

    /** Whether PUBLIC is not to have what it has by default. */
    boolean isClosed(Key key) {
        return closed.contains(key);
    }

    Set<String> groups() {
        return groups;
    }

    /** The schemas of which the file speaks. */
    Set<String> schemas() {
        return schemas;
    }

    /** What the file names and nobody has defined. */
    List<Difference> unknown() {
        return unknown;
    }

    /** As the access file calls the kind; null for what has no rights of its own. */
    static String on(Kind kind) {
        return switch (kind) {
            case SCHEMA -> "schema";
            case TABLE, VIEW, MATERIALIZED_VIEW -> "tables";
            case SEQUENCE -> "sequences";
            case FUNCTION -> "functions";
            case TYPE, DOMAIN -> "types";
            default -> null;
        };
    }

    /** A name without quotes; a function keeps the types of its arguments. */
    static String rawName(DbObject object) {
        return object.kind() == Kind.FUNCTION ? object.name() : unquoted(object.name());
    }

    static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** What a group may do with objects of a kind. */
    List<String> privileges(AccessFile.Right right, String on) {
        return switch (on) {
            case "schema" -> right == AccessFile.Right.ALL ? List.of("USAGE", "CREATE") : List.of("USAGE");
            case "tables" -> switch (right) {
                case READ -> READ;
                case WRITE -> WRITE;
                case ALL -> version >= MAINTAIN_SINCE ? with(ALL, "MAINTAIN") : ALL;
            };
            case "sequences" -> switch (right) {
                case READ -> READ;
                case WRITE -> List.of("SELECT", "USAGE");
                case ALL -> List.of("SELECT", "USAGE", "UPDATE");
            };
            case "functions" -> right == AccessFile.Right.READ ? List.of() : List.of("EXECUTE");
            default -> List.of();
        };
    }

    private static List<String> with(List<String> list, String one) {
        List<String> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    private void schema(SchemaAccess access) {
        schemas.add(access.schema());
        groups.addAll(access.groups().values());
        Map<Key, Sensitive> sensitive = new LinkedHashMap<>();
        access.sensitive().forEach(one -> find("tables", access.schema(), one.table()).ifPresent(key -> sensitive.put(key, one)));
        objects.values().stream().filter(object -> access.schema().equals(object.schema()) && on(object.kind()) != null).forEach(object ->
                access.groups().forEach((right, group) -> declare(object, right, group, sensitive.get(object.key()))));
    }

    private void declare(DbObject object, AccessFile.Right right, String group, Sensitive sensitive) {
        List<String> privileges = privileges(right, on(object.kind()));
        if (sensitive == null || right == AccessFile.Right.ALL) {
            privileges.forEach(privilege -> add(object.key(), new Right(group, privilege, null, false)));
        } else if (!sensitive.columns().isEmpty()) {
            List<String> columns = columns(object).stream().filter(column -> !sensitive.columns().contains(unquoted(column))).toList();
            for (String privilege : privileges) {
                if (privilege.equals("DELETE")) {
                    add(object.key(), new Right(group, privilege, null, false));
                } else {
                    columns.forEach(column -> add(object.key(), new Right(group, privilege, column, false)));
                }
            }
        }
    }

    private List<String> columns(DbObject table) {
        List<String> columns = objects.values().stream().filter(object -> object.kind() == Kind.COLUMN && table.identity().equals(object.parent()))
                .map(DbObject::name).toList();
        return columns.isEmpty() && table.has("columns") ? ViewColumns.names(table.get("columns")) : columns;
    }

    private void grant(Grant grant) {
        schemas.add(grant.schema());
        String to = grant.to().equals(PUBLIC) ? null : grant.to();
        List<String> names = grant.on().equals("schema") ? List.of(grant.schema()) : grant.names();
        for (String name : names) {
            if (to == null && grant.privileges().isEmpty()) {
                find(grant.on(), grant.schema(), name).ifPresent(closed::add);
            }
            find(grant.on(), grant.schema(), name).ifPresent(key -> grant.privileges().forEach(privilege -> {
                if (grant.columns().isEmpty()) {
                    add(key, new Right(to, privilege, null, grant.grantable()));
                }
                grant.columns().forEach(column -> column(key, column).ifPresent(quoted -> add(key, new Right(to, privilege, quoted, grant.grantable()))));
            }));
        }
    }

    private Optional<String> column(Key table, String column) {
        Optional<String> found = columns(objects.get(table)).stream().filter(name -> unquoted(name).equals(column)).findFirst();
        if (found.isEmpty()) {
            unknown.add(new Difference("column " + column + " of " + table, Difference.MISSING, "",
                    "the access file names it, and it is not defined: correct the file"));
        }
        return found;
    }

    private Optional<Key> find(String on, String schema, String name) {
        Key key = byName.getOrDefault(on + " " + schema, Map.of()).get(name);
        if (key == null) {
            unknown.add(new Difference(on + " " + schema + "." + name, Difference.MISSING, "",
                    "the access file names it, and it is not defined: correct the file"));
        }
        return Optional.ofNullable(key);
    }

    private void add(Key key, Right right) {
        rights.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(right);
    }
}
