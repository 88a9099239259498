package org.partitiontools.access;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.partitiontools.access.AccessState.DefaultRight;
import org.partitiontools.definitions.diff.MigrationPlan;
import org.partitiontools.definitions.diff.Rights;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Difference;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Right;
import org.partitiontools.definitions.model.Statement;
import org.partitiontools.policy.model.AccessFile;
import org.partitiontools.policy.model.AccessFile.SchemaAccess;
import org.partitiontools.policy.model.SqlIdentifier;

/** Compares the rights in a database with those that are declared, and adds what differs to a plan. */
public final class AccessComparison {

    private final AccessFile access;
    private final AccessState state;
    private final Catalogue current;
    private final MigrationPlan plan;
    private final Map<Key, DbObject> objects;
    private final Declared declared;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Statement> before = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private final List<String> undeclared = new ArrayList<>();

    private AccessComparison(AccessFile access, AccessState state, Catalogue current, Catalogue wanted, MigrationPlan plan, boolean allowDrop) {
        this.access = access;
        this.state = state;
        this.current = current;
        this.plan = plan;
        this.objects = new LinkedHashMap<>(wanted.objects());
        // What is neither there nor made has no rights.
        this.objects.keySet().removeIf(key -> !current.has(key) && !plan.made().contains(key));
        if (!allowDrop) {
            current.objects().forEach(objects::putIfAbsent);
        }
        this.declared = new Declared(access, objects, current.origin().version());
    }

    /**
     * Compares.
     *
     * @param plan what is made and altered beside the rights
     * @param allowDrop whether that drops what is not defined
     * @return the plan with the rights
     */
    public static MigrationPlan compare(AccessFile access, AccessState state, Catalogue current, Catalogue wanted, MigrationPlan plan, boolean allowDrop) {
        AccessComparison comparison = new AccessComparison(access, state, current, wanted, plan, allowDrop);
        comparison.compare();
        return plan.with(comparison.differences, comparison.before, comparison.statements, comparison.undeclared);
    }

    private void compare() {
        differences.addAll(declared.unknown());
        declared.groups().forEach(this::group);
        access.schemas().forEach(this::members);
        objects.values().stream().filter(object -> Declared.on(object.kind()) != null && declared.schemas().contains(object.schema())).forEach(this::rights);
        new DefaultRights(access, state, declared, this::difference, statements, undeclared).compare();
    }

    private void group(String group) {
        Boolean login = state.logins().get(group);
        if (login == null) {
            difference("group " + group, Difference.MISSING, "", "");
            String create = "CREATE ROLE " + SqlIdentifier.quote(group) + " NOLOGIN";
            // Roles belong to the server: another database of it may have made this one.
            before.add(Statement.of("DO " + dollars("BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = " + literal(group)
                    + ") THEN " + create + "; END IF; END")));
        } else if (login) {
            difference("group " + group, Difference.DIFFERENT, "the role can log in", "a group has no password to lose: name the groups otherwise, or ALTER ROLE "
                    + SqlIdentifier.quote(group) + " NOLOGIN");
        }
    }

    private void members(SchemaAccess schema) {
        schema.groups().forEach((right, group) -> {
            Set<String> there = state.members().getOrDefault(group, Set.of());
            List<String> wanted = schema.members().getOrDefault(right, List.of());
            for (String member : wanted) {
                if (!there.contains(member)) {
                    boolean exists = state.logins().containsKey(member) || declared.groups().contains(member);
                    difference("member " + member + " of group " + group, Difference.MISSING, "",
                            exists ? "" : "there is no such role: whoever gives it its password makes it");
                    if (exists) {
                        statements.add(Statement.of("GRANT " + SqlIdentifier.quote(group) + " TO " + SqlIdentifier.quote(member)));
                    }
                }
            }
            there.stream().filter(member -> !wanted.contains(member)).forEach(member -> {
                if (access.exact()) {
                    difference("member " + member + " of group " + group, Difference.UNDEFINED, "", "");
                    statements.add(Statement.of("REVOKE " + SqlIdentifier.quote(group) + " FROM " + SqlIdentifier.quote(member)));
                } else {
                    undeclared.add(member + " is a member of " + group);
                }
            });
        });
    }

    private void rights(DbObject object) {
        boolean made = plan.made().contains(object.key());
        boolean exists = current.has(object.key());
        Set<Right> there = exists ? new LinkedHashSet<>(current.rightsOn(object.key())) : new LinkedHashSet<>();
        // The rights on a column go with it.
        there.removeIf(right -> right.column() != null && object.kind() == Kind.TABLE && isLost(new Key(Kind.COLUMN, object.identity() + "." + right.column())));
        Set<Right> wanted = declared.on(object.key());
        Set<Right> missing = new LinkedHashSet<>(wanted);
        missing.removeIf(right -> has(there, right));
        Set<Right> extra = new LinkedHashSet<>(there);
        if (made) {
            extra.addAll(byDefault(object));
        }
        if (made && declared.isClosed(object.key())) {
            extra.add(usual(object));
        }
        extra.removeIf(right -> has(wanted, right) || isUsual(object, right));
        List<String> revoked = new ArrayList<>();
        Map<String, Set<String>> others = new LinkedHashMap<>();
        for (Right right : extra) {
            if (access.exact() || declared.groups().contains(right.grantee()) || declared.isClosed(object.key()) && right.grantee() == null) {
                statements.add(at(object, Rights.revoke(object, right)));
                if (there.contains(right)) {
                    revoked.add(right.role() + " has " + right.words());
                }
            } else if (there.contains(right)) {
                others.computeIfAbsent(right.role(), none -> new LinkedHashSet<>()).add(right.words());
            }
        }
        others.forEach((role, privileges) -> undeclared.add(role + " has " + String.join(", ", privileges) + " on " + object.key()));
        grant(object, missing);
        if (exists && (!missing.isEmpty() || !revoked.isEmpty())) {
            difference("rights on " + object.key(), Difference.DIFFERENT, words(missing, revoked), "");
        }
    }

    private boolean isLost(Key column) {
        return !objects.containsKey(column) || plan.made().contains(column);
    }

    private static boolean has(Set<Right> rights, Right right) {
        return rights.stream().anyMatch(other -> Objects.equals(other.grantee(), right.grantee()) && other.privilege().equals(right.privilege())
                && Objects.equals(other.column(), right.column()) && (other.grantable() || !right.grantable()));
    }

    private static String words(Set<Right> missing, List<String> revoked) {
        List<String> words = new ArrayList<>();
        missing.stream().collect(Collectors.groupingBy(Right::role, LinkedHashMap::new, Collectors.mapping(Right::words, joining(", "))))
                .forEach((role, privileges) -> words.add(role + " lacks " + privileges));
        words.addAll(revoked);
        return String.join("; ", words);
    }

    /** One statement a role and list of columns. */
    private void grant(DbObject object, Set<Right> rights) {
        Map<String, List<Right>> byRole = rights.stream().collect(Collectors.groupingBy(right -> right.role() + right.grantable(), LinkedHashMap::new, Collectors.toList()));
        byRole.values().forEach(list -> statements.add(at(object, "GRANT " + list.stream().map(Right::words).collect(joining(", ")) + " ON "
                + Rights.target(object) + " TO " + list.get(0).role() + (list.get(0).grantable() ? " WITH GRANT OPTION" : ""))));
    }

    /** What a new object has without being asked. */
    private Set<Right> byDefault(DbObject object) {
        Set<Right> rights = new LinkedHashSet<>();
        for (DefaultRight right : state.defaults()) {
            if ((right.schema() == null || right.schema().equals(object.schema())) && right.on().equals(Declared.on(object.kind()))) {
                rights.add(new Right(right.grantee(), right.privilege(), null, false));
            }
        }
        return rights;
    }

    /** What everybody may do with a new function or type is no grant of anybody. */
    private boolean isUsual(DbObject object, Right right) {
        boolean open = object.kind() == Kind.FUNCTION || object.kind() == Kind.TYPE || object.kind() == Kind.DOMAIN;
        return open && right.grantee() == null && !declared.isClosed(object.key());
    }

    private static Right usual(DbObject object) {
        return new Right(null, object.kind() == Kind.FUNCTION ? "EXECUTE" : "USAGE", null, false);
    }

    private Statement at(DbObject object, String sql) {
        return plan.madeOnline().contains(object.key()) ? Statement.online(sql, "") : Statement.of(sql);
    }

    private void difference(String object, String change, String detail, String remedy) {
        differences.add(new Difference(object, change, detail, remedy));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String dollars(String body) {
        String quote = "$group$";
        for (int i = 2; body.contains(quote); i++) {
            quote = "$group" + i + "$";
        }
        return quote + body + quote;
    }
}
