package org.partitiontools.definitions.scratch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.partitiontools.database.Database;
import org.partitiontools.database.Identifier;
import org.partitiontools.definitions.catalogue.CatalogueReader;
import org.partitiontools.definitions.model.Catalogue;

/**
 * A database that lives for a moment. Definitions are executed in it, in one transaction; its catalogue tells what they mean, written the
 * way the server writes it; then all of it goes. Nothing stays, roles included, which belong to the whole server.
 */
public final class Scratch {

    private static final String SCHEMAS_OF_USERS = "SELECT n.nspname FROM pg_catalog.pg_namespace AS n"
            + " WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'partition_tools', 'partition_tools_internal', 'partition_tools_stage', 'partition_tools_migrations',"
            + " 'gp_toolkit')"
            + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass"
            + " AND d.objid = n.oid AND d.deptype = 'e')"
            + " AND (n.nspname <> 'public' OR EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass"
            + " AND d.refobjid = n.oid AND d.deptype = 'n' AND d.classid <> 'pg_catalog.pg_extension'::pg_catalog.regclass"
            + " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')))"
            + " ORDER BY 1";

    private static final String OBJECT_IN_USE = "55006";
    private static final int TRIES = 100;

    private final Database server;

    /**
     * @param server a database on the server where scratch databases are made; the user may create databases there
     */
    public Scratch(Database server) {
        this.server = server;
    }

    /** Whether the user of a session may create databases. */
    public static boolean isPossible(Connection session) throws SQLException {
        try (Statement statement = session.createStatement(); ResultSet row = statement.executeQuery(
                "SELECT r.rolcreatedb OR r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The schemas of users in a database, without those of Partition Tools, and without public where it is empty. */
    public static List<String> schemas(Connection session) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Statement statement = session.createStatement(); ResultSet rows = statement.executeQuery(SCHEMAS_OF_USERS)) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }

    /**
     * What definitions mean.
     *
     * @param roles roles that definitions may name; those that the server does not have are made, for the moment, where the user may
     * @param more schemas that belong to the definitions although no file says so
     */
    public Catalogue read(DefinitionFolder definitions, List<String> roles, List<String> more) throws SQLException {
        String name = "partition_tools_scratch_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection maintenance = server.open()) {
            execute(maintenance, "CREATE DATABASE " + Identifier.quote(name) + " TEMPLATE template0");
            try (Connection session = server.inDatabase(name).open()) {
                return read(session, definitions, roles, more);
            } finally {
                drop(maintenance, name);
            }
        }
    }

    /** On Greenplum processes of the segments outlive their session by moments. */
    private static void drop(Connection maintenance, String name) throws SQLException {
        for (int tries = 1;; tries++) {
            try {
                execute(maintenance, "DROP DATABASE " + Identifier.quote(name));
                return;
            } catch (SQLException e) {
                if (tries == TRIES || !OBJECT_IN_USE.equals(e.getSQLState())) {
                    throw e;
                }
                execute(maintenance, "SELECT pg_catalog.pg_sleep(0.1)");
            }
        }
    }

    private static Catalogue read(Connection session, DefinitionFolder definitions, List<String> roles, List<String> more) throws SQLException {
        session.setAutoCommit(false);
        Installation installation = new Installation(session);
        execute(session, "SET LOCAL search_path = public");
        execute(session, "SET LOCAL check_function_bodies = off");
        execute(session, "SET LOCAL client_min_messages = error");
        for (String role : roles) {
            installation.attempt("CREATE ROLE " + Identifier.quote(role));
        }
        installation.install(definitions.statements());
        List<String> schemas = new ArrayList<>(schemas(session));
        more.stream().filter(schema -> !schemas.contains(schema)).forEach(schemas::add);
        Catalogue catalogue = CatalogueReader.read(session, schemas);
        session.rollback();
        session.setAutoCommit(true);
        return catalogue;
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
