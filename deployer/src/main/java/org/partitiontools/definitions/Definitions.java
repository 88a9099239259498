package org.partitiontools.definitions;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.partitiontools.ConfigurationException;
import org.partitiontools.access.AccessComparison;
import org.partitiontools.access.AccessState;
import org.partitiontools.database.Database;
import org.partitiontools.definitions.catalogue.CatalogueReader;
import org.partitiontools.definitions.diff.Comparison;
import org.partitiontools.definitions.diff.Creation;
import org.partitiontools.definitions.diff.MigrationPlan;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.scratch.DefinitionFolder;
import org.partitiontools.definitions.scratch.Scratch;
import org.partitiontools.policy.model.AccessFile;
import org.partitiontools.policy.model.Engine;

/** A database and its definitions: the one entrance to the rooms below. */
public final class Definitions {

    private final Database database;
    private final Supplier<Database> scratchServer;

    /**
     * @param database the database that is to be as the definitions say
     * @param scratchServer where definitions are tried: the same server, or another one
     */
    public Definitions(Database database, Supplier<Database> scratchServer) {
        this.database = database;
        this.scratchServer = scratchServer;
    }

    /** Whether the user may create databases on the server itself. */
    public static boolean hasScratch(Database database) throws SQLException {
        try (Connection session = database.open()) {
            if (!Scratch.isPossible(session) && CatalogueReader.engine(session) == Engine.GREENPLUM) {
                throw new ConfigurationException("definitions are executed in a database made for the purpose, on a Greenplum of the same kind, and this user may"
                        + " not create one here: ALTER ROLE ... CREATEDB, or name another Greenplum with --scratch");
            }
            return Scratch.isPossible(session);
        }
    }

    /**
     * The catalogue of a database as it is.
     *
     * @param schemas which schemas; all of users where none is named
     */
    public Catalogue current(List<String> schemas) throws SQLException {
        try (Connection session = database.open()) {
            return CatalogueReader.read(session, schemas.isEmpty() ? Scratch.schemas(session) : schemas);
        }
    }

    /**
     * Compares the database with its definitions.
     *
     * @param more schemas that belong to the definitions although no file says so
     * @param access what the access file says; empty where there is none, and rights are not compared
     */
    public MigrationPlan compare(DefinitionFolder folder, List<String> more, Optional<AccessFile> access, boolean allowDrop) throws SQLException {
        Scratch scratch = new Scratch(scratchServer.get());
        List<String> roles = new ArrayList<>(roles());
        access.stream().flatMap(file -> file.schemas().stream()).flatMap(schema -> schema.groups().values().stream())
                .filter(group -> !roles.contains(group)).forEach(roles::add);
        Catalogue wanted = scratch.read(folder, roles, more);
        Catalogue current = current(wanted.schemas());
        if (wanted.origin().engine() != current.origin().engine()) {
            throw new ConfigurationException("the definitions of a Greenplum have to be executed on a Greenplum, and those of a PostgreSQL on a PostgreSQL:"
                    + " --scratch names another one than --url");
        }
        if (!wanted.origin().isLike(current.origin())) {
            current = asWrittenBy(scratch, current, roles);
        }
        MigrationPlan plan = Comparison.compare(current, wanted, allowDrop);
        if (access.isEmpty()) {
            return plan.withWarning("rights are not compared: there is no " + DefinitionFolder.ACCESS);
        }
        return AccessComparison.compare(access.get(), access(wanted.schemas()), current, wanted, plan, allowDrop);
    }

    /** What the server knows of roles. */
    public AccessState access(List<String> schemas) throws SQLException {
        try (Connection session = database.open()) {
            return AccessState.read(session, schemas);
        }
    }

    /** Versions write the same in other words, so both sides are written by the same one. */
    private static Catalogue asWrittenBy(Scratch scratch, Catalogue current, List<String> roles) throws SQLException {
        Catalogue written = scratch.read(DefinitionFolder.of(new Creation(current).everything()), roles, List.of());
        Map<Key, DbObject> objects = new LinkedHashMap<>();
        written.objects().forEach((key, object) -> objects.put(key, current.has(key)
                ? new DbObject(key, object.schema(), object.name(), object.parent(), object.comment(), current.get(key).owner(), object.properties()) : object));
        return current.with(objects, written.dependsOn());
    }

    private List<String> roles() throws SQLException {
        List<String> roles = new ArrayList<>();
        try (Connection session = database.open(); Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' ORDER BY 1")) {
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
        }
        return roles;
    }
}
