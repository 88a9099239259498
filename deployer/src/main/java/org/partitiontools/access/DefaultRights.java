package org.partitiontools.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.partitiontools.access.AccessState.DefaultRight;
import org.partitiontools.definitions.model.Difference;
import org.partitiontools.definitions.model.Statement;
import org.partitiontools.policy.model.AccessFile;
import org.partitiontools.policy.model.AccessFile.FutureGrant;
import org.partitiontools.policy.model.AccessFile.SchemaAccess;
import org.partitiontools.policy.model.SqlIdentifier;

/** Default privileges: what groups may do with tables that do not exist yet. */
final class DefaultRights {

    private static final List<String> KINDS = List.of("tables", "sequences", "functions");

    private final AccessFile access;
    private final AccessState state;
    private final Declared declared;
    private final Noting noting;
    private final List<Statement> statements;
    private final List<String> undeclared;

    /** Takes differences. */
    @FunctionalInterface
    interface Noting {

        void difference(String object, String change, String detail, String remedy);
    }

    DefaultRights(AccessFile access, AccessState state, Declared declared, Noting noting, List<Statement> statements, List<String> undeclared) {
        this.access = access;
        this.state = state;
        this.declared = declared;
        this.noting = noting;
        this.statements = statements;
        this.undeclared = undeclared;
    }

    void compare() {
        Set<DefaultRight> wanted = wanted();
        Set<DefaultRight> there = new LinkedHashSet<>(state.defaults());
        there.removeIf(right -> right.schema() == null || !declared.schemas().contains(right.schema()));
        for (DefaultRight right : wanted) {
            if (!there.contains(right)) {
                boolean owner = state.logins().containsKey(right.owner()) || declared.groups().contains(right.owner());
                noting.difference(words(right), Difference.MISSING, "", owner ? "" : "there is no role " + right.owner());
                if (owner) {
                    statements.add(Statement.of(alter(right, "GRANT", "TO")));
                }
            }
        }
        for (DefaultRight right : there) {
            if (!wanted.contains(right) && (access.exact() || declared.groups().contains(right.grantee()))) {
                noting.difference(words(right), Difference.UNDEFINED, "", "");
                statements.add(Statement.of(alter(right, "REVOKE", "FROM")));
            } else if (!wanted.contains(right)) {
                undeclared.add(words(right));
            }
        }
    }

    private Set<DefaultRight> wanted() {
        Set<DefaultRight> wanted = new LinkedHashSet<>();
        for (SchemaAccess schema : access.schemas()) {
            for (String owner : schema.futureOwners()) {
                schema.groups().forEach((right, group) -> KINDS.forEach(on -> declared.privileges(right, on)
                        .forEach(privilege -> wanted.add(new DefaultRight(owner, schema.schema(), on, group, privilege)))));
            }
        }
        for (FutureGrant grant : access.futureGrants()) {
            grant.privileges().forEach(privilege -> wanted.add(
                    new DefaultRight(grant.owner(), grant.schema(), grant.on(), grant.to().equals("PUBLIC") ? null : grant.to(), privilege)));
        }
        return wanted;
    }

    private static String words(DefaultRight right) {
        return "default privilege " + right.privilege() + " on " + right.on() + " that " + right.owner() + " creates in " + right.schema() + ", for "
                + Objects.requireNonNullElse(right.grantee(), "PUBLIC");
    }

    private static String alter(DefaultRight right, String verb, String preposition) {
        List<String> words = new ArrayList<>(List.of("ALTER DEFAULT PRIVILEGES FOR ROLE", SqlIdentifier.quote(right.owner()), "IN SCHEMA",
                SqlIdentifier.quote(right.schema()), verb, right.privilege(), "ON", right.on().toUpperCase(), preposition,
                right.grantee() == null ? "PUBLIC" : SqlIdentifier.quote(right.grantee())));
        return String.join(" ", words);
    }
}
