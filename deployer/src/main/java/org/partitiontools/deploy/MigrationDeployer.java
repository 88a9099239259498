package org.partitiontools.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Database;

/** Applies the migrations of users, in a history of their own that the bundle's history knows nothing of. */
public final class MigrationDeployer {

    /** The schema of their history. */
    static final String SCHEMA = "partition_tools_migrations";

    /** Ten minutes, one a second: another deploy may be at work. */
    private static final int LOCK_RETRIES = 600;

    private final Flyway flyway;

    /**
     * @param folder the migrations
     * @throws ConfigurationException if there is no such folder: nothing would be applied, and nobody would know
     */
    public MigrationDeployer(Database database, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(folder + " is no folder of migrations");
        }
        FluentConfiguration configuration = Flyway.configure(MigrationDeployer.class.getClassLoader())
                .dataSource(database)
                .locations("filesystem:" + folder.toAbsolutePath())
                .defaultSchema(SCHEMA)
                .schemas(SCHEMA)
                .createSchemas(true)
                .placeholderReplacement(false)
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .encoding("UTF-8")
                .lockRetryCount(LOCK_RETRIES);
        // CREATE INDEX CONCURRENTLY waits for all transactions: Flyway's own would be one of them.
        configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway = configuration.load();
    }

    /** The files that {@link #deploy()} would apply, in order. Changes nothing. */
    public List<String> pending() {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().equals(MigrationState.PENDING) || migration.getState().isFailed())
                .map(MigrationInfo::getScript).toList();
    }

    /**
     * Applies what is missing. One that ran outside a transaction and broke off is applied again: such files are written so that they can be.
     *
     * @return the files applied, in order
     */
    public List<String> deploy() {
        boolean brokeOff = Arrays.stream(flyway.info().all()).anyMatch(migration -> migration.getState().isFailed());
        if (brokeOff) {
            flyway.repair();
        }
        return flyway.migrate().migrations.stream().map(migration -> Path.of(migration.filepath).getFileName().toString()).toList();
    }
}
