package org.partitiontools.deploy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.MigrateResult;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Database;

/** Installs the SQL bundle, or upgrades it. Doing so twice changes nothing; two at once wait for each other. */
public final class Deployer {

    private static final String OF_SCHEMAS = "OR EXISTS (SELECT 1 FROM pg_catalog.pg_publication_namespace AS s"
            + " JOIN pg_catalog.pg_namespace AS n ON n.oid = s.pnnspid"
            + " WHERE s.pnpubid = p.oid AND n.nspname IN ('partition_tools', 'partition_tools_internal', 'partition_tools_stage'))";

    private final Database database;
    private final Bundle bundle;
    private final Flyway flyway;

    public Deployer(Database database, Bundle bundle) {
        this.database = database;
        this.bundle = bundle;
        this.flyway = FlywaySettings.forBundle(bundle).dataSource(database).load();
    }

    /**
     * A deployer of the bundle that fits the server.
     *
     * @throws ConfigurationException if there is none
     */
    public static Deployer forServer(Database database) throws SQLException {
        return forServer(database, false);
    }

    /**
     * A deployer of the bundle that fits the server.
     *
     * @param experimental whether that may be one that has not been tried enough
     * @throws ConfigurationException if there is none
     */
    public static Deployer forServer(Database database, boolean experimental) throws SQLException {
        try (Connection connection = database.open()) {
            return new Deployer(database, Bundle.of(EngineDetector.detect(connection, experimental)));
        }
    }

    /** The files that {@link #deploy()} would apply, in order. Changes nothing. */
    public List<String> pending() {
        MigrationInfo[] pending = flyway.info().pending();
        return Arrays.stream(pending).map(MigrationInfo::getScript).toList();
    }

    /**
     * Applies what is missing, in one transaction.
     *
     * @return the files applied, in order
     * @throws ConfigurationException if a newer version is installed: its routines must not be replaced by older ones
     */
    public List<String> deploy() {
        refuseDowngrade();
        MigrateResult result = flyway.migrate();
        return result.migrations.stream().map(migration -> bundle.relative(migration.filepath)).toList();
    }

    /**
     * Publications that take in the tables of the bundle: their subscribers stop where they do not have these tables.
     *
     * @return a warning for each
     */
    public List<String> warnings() throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            if (!has(statement, "pg_publication")) {
                return List.of();
            }
            String schemas = has(statement, "pg_publication_namespace") ? OF_SCHEMAS : "";
            List<String> warnings = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT p.pubname FROM pg_catalog.pg_publication AS p WHERE p.puballtables " + schemas + " ORDER BY 1")) {
                while (names.next()) {
                    warnings.add("publication " + names.getString(1) + " also publishes the tables of Partition Tools: a subscriber that"
                            + " does not have them stops. Install it there first, or publish tables by name; see doc/replication.md");
                }
            }
            return warnings;
        }
    }

    private static boolean has(Statement statement, String catalogue) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n"
                + " ON n.oid = c.relnamespace WHERE n.nspname = 'pg_catalog' AND c.relname = '" + catalogue + "'")) {
            return row.next();
        }
    }

    /**
     * The statements that create the roles that {@link #deploy()} could not create, because its user may not.
     *
     * @return empty where the roles are there, and have what they need
     */
    public Optional<String> missingRoles() throws SQLException {
        try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT pg_catalog.to_regprocedure('partition_tools_internal.rights_missing()') IS NOT NULL")) {
                row.next();
                if (!row.getBoolean(1)) {
                    // An engine without roles of ours.
                    return Optional.empty();
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT partition_tools_internal.rights_missing()")) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }

    private void refuseDowngrade() {
        boolean newerInstalled = Arrays.stream(flyway.info().all())
                .anyMatch(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS);
        if (newerInstalled) {
            throw new ConfigurationException("a newer version of Partition Tools is installed in " + database
                    + "; use that version or a later one");
        }
    }
}
