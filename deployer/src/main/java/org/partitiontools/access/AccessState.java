package org.partitiontools.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.partitiontools.database.Rows;
import org.partitiontools.definitions.catalogue.CatalogueReader;

/**
 * What a server knows of roles.
 *
 * @param logins each role, and whether it may log in
 * @param members the members of each role
 * @param defaults default privileges
 */
public record AccessState(Map<String, Boolean> logins, Map<String, Set<String>> members, List<DefaultRight> defaults) {

    private static final String ROLES = "SELECT rolname, rolcanlogin FROM pg_catalog.pg_roles ORDER BY 1";
    /** Who creates a role without being a superuser becomes a member of it, to administer it. */
    private static final String MEMBERS = "SELECT g.rolname AS grp, m.rolname AS member FROM pg_catalog.pg_auth_members AS a"
            + " JOIN pg_catalog.pg_roles AS g ON g.oid = a.roleid JOIN pg_catalog.pg_roles AS m ON m.oid = a.member"
            + " WHERE NOT (a.admin_option AND m.rolname = current_user) ORDER BY 1, 2";

    /**
     * A default privilege.
     *
     * @param owner whose new objects have it
     * @param schema in which schema; null for all
     * @param on {@code tables}, {@code sequences}, {@code functions} or {@code types}
     * @param grantee who has it; null for PUBLIC
     * @param privilege as GRANT says it
     */
    public record DefaultRight(String owner, String schema, String on, String grantee, String privilege) {
    }

    /** Reads it. */
    public static AccessState read(Connection session, List<String> schemas) throws SQLException {
        Map<String, Boolean> logins = new LinkedHashMap<>();
        query(session, ROLES).toMaps().forEach(row -> logins.put((String) row.get("rolname"), (Boolean) row.get("rolcanlogin")));
        Map<String, Set<String>> members = new LinkedHashMap<>();
        query(session, MEMBERS).toMaps().forEach(row -> members.computeIfAbsent((String) row.get("grp"), none -> new LinkedHashSet<>())
                .add((String) row.get("member")));
        List<DefaultRight> defaults = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(CatalogueReader.sql("default_rights"))) {
            statement.setArray(1, session.createArrayOf("name", schemas.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                Rows.read(result).toMaps().forEach(row -> defaults.add(new DefaultRight((String) row.get("owner"), (String) row.get("schema"),
                        (String) row.get("on"), (Boolean) row.get("is_public") ? null : (String) row.get("grantee"), (String) row.get("privilege"))));
            }
        }
        return new AccessState(logins, members, defaults);
    }

    private static Rows query(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return Rows.read(result);
        }
    }
}
