package org.partitiontools.policy.model;

import java.util.List;
import java.util.Map;

/**
 * Who may do what, as the file {@code access.yaml} says it.
 *
 * @param exact whether rights that nobody declares are taken away; otherwise they are named
 * @param schemas groups by schema
 * @param grants rights that are declared one by one
 * @param futureGrants default privileges that are declared one by one
 */
public record AccessFile(boolean exact, List<SchemaAccess> schemas, List<Grant> grants, List<FutureGrant> futureGrants) {

    /** What a group may do. */
    public enum Right {
        READ, WRITE, ALL
    }

    /**
     * The groups of one schema.
     *
     * @param schema its name
     * @param groups the name of the group for each right that has one
     * @param members the roles that each group is granted to
     * @param sensitive what only {@link Right#ALL} may see
     * @param futureOwners roles whose new tables, sequences and functions the groups may use from the beginning
     */
    public record SchemaAccess(String schema, Map<Right, String> groups, Map<Right, List<String>> members, List<Sensitive> sensitive,
            List<String> futureOwners) {
    }

    /**
     * A table that is exempt, or some columns of it.
     *
     * @param table a table, a view or a materialized view
     * @param columns the columns; none for all of it
     */
    public record Sensitive(String table, List<String> columns) {
    }

    /**
     * Privileges of a role.
     *
     * @param to the role, or PUBLIC
     * @param schema the schema
     * @param on {@code schema}, {@code tables}, {@code sequences}, {@code functions} or {@code types}
     * @param names the objects; functions with their arguments' types
     * @param columns the columns of the tables that the privileges are for; none for the tables themselves
     * @param privileges as GRANT says them; none for PUBLIC means that it does not have what it has by default
     * @param grantable whether the role may grant them
     */
    public record Grant(String to, String schema, String on, List<String> names, List<String> columns, List<String> privileges, boolean grantable) {
    }

    /**
     * Privileges of a role on what another one will create.
     *
     * @param owner who creates
     * @param schema where
     * @param on {@code tables}, {@code sequences}, {@code functions} or {@code types}
     * @param to the role, or PUBLIC
     * @param privileges as GRANT says them
     */
    public record FutureGrant(String owner, String schema, String on, String to, List<String> privileges) {
    }
}
