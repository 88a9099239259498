package org.partitiontools.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.sql.SqlMigrationResolver;
import org.flywaydb.core.internal.scanner.Scanner;
import org.flywaydb.core.internal.sqlscript.SqlScriptFactory;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;

/**
 * One file of the bundle, as Flyway sees it.
 *
 * @param version empty for a repeatable migration
 * @param description from the file name
 * @param script the path below its location
 * @param checksum as Flyway computes it
 * @param sql the content
 */
record Migration(Optional<String> version, String description, String script, int checksum, String sql) {

    /**
     * All files of a bundle on disk, in the order in which Flyway applies them. This is the one place that uses Flyway's
     * internals: its API resolves migrations only with a database at hand, and the build has none.
     */
    static List<Migration> in(Bundle bundle) {
        Configuration configuration = FlywaySettings.forBundle(bundle);
        ParsingContext context = new ParsingContext();
        SqlScriptFactory scripts = new PostgreSQLDatabaseType().createSqlScriptFactory(configuration, context);
        Scanner<JavaMigration> files = new Scanner<>(JavaMigration.class, configuration, configuration.getLocations());
        return new SqlMigrationResolver(files, null, scripts, configuration, context).resolveMigrations(null).stream()
                .map(Migration::from)
                .toList();
    }

    private static Migration from(ResolvedMigration resolved) {
        try {
            return new Migration(
                    Optional.ofNullable(resolved.getVersion()).map(Object::toString),
                    resolved.getDescription(),
                    resolved.getScript(),
                    resolved.getChecksum(),
                    Files.readString(Path.of(resolved.getPhysicalLocation())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
