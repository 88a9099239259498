package org.partitiontools.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.partitiontools.Version;
import org.partitiontools.policy.model.Engine;

/**
 * The whole bundle as one file for psql, interchangeable with {@link Deployer}: it keeps Flyway's history, applies only what
 * is missing, and takes Flyway's lock. What it does is in {@code install-frame.sql}; this class fills in the files.
 */
final class InstallScript {

    /** The advisory lock that Flyway takes: "Flyway" in ASCII, plus the hash code of the quoted name of its table. */
    static final long FLYWAY_LOCK =
            0x466C79776179L + "\"partition_tools_internal\".\"flyway_schema_history\"".hashCode();

    private InstallScript() {
    }

    /** The script for one engine from its files, given in the order in which they are to be applied. */
    static String of(Engine engine, List<Migration> migrations) {
        return frame()
                .replace("@version@", Version.current())
                .replace("@engine@", Bundle.folder(engine))
                .replace("@guard@", EngineDetector.condition(engine))
                .replace("@settings@", settings(engine))
                .replace("@lock@", Long.toString(FLYWAY_LOCK))
                .replace("@versions@", versions(migrations))
                .replace("@afterwards@", afterwards(engine))
                .replace("@migrations@", migrations.stream().map(InstallScript::call).collect(Collectors.joining()));
    }

    /** What an administrator may have set for all sessions, and what would make our tables without their primary keys. */
    private static String settings(Engine engine) {
        return switch (engine) {
            case POSTGRESQL -> "";
            case GREENPLUM, GREENPLUM7 -> "SET LOCAL gp_default_storage_options = '';\n"
                    + "SET LOCAL gp_create_table_random_default_distribution = off;\n";
        };
    }

    /** What Flyway does after every migrate: {@code afterMigrate__rights.sql}, {@code afterMigrate__planner.sql}. */
    private static String afterwards(Engine engine) {
        return switch (engine) {
            case POSTGRESQL -> "SELECT partition_tools_internal.rights_grant() AS partition_tools_rights \\gset\n";
            case GREENPLUM, GREENPLUM7 -> "SELECT partition_tools_internal.planner_pin() AS partition_tools_planner \\gset\n";
        };
    }

    private static String versions(List<Migration> migrations) {
        return migrations.stream()
                .map(Migration::version)
                .flatMap(Optional::stream)
                .map(InstallScript::literal)
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    private static String call(Migration migration) {
        String quote = dollarQuote(migration.sql());
        return "\nSELECT pg_temp.apply(" + migration.version().map(InstallScript::literal).orElse("NULL")
                + ", " + literal(migration.description())
                + ", " + literal(migration.script())
                + ", " + migration.checksum()
                + ", " + quote + "\n" + migration.sql().strip() + "\n" + quote
                + ") AS partition_tools_applied \\gset\n";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A dollar quote that the text does not contain. */
    private static String dollarQuote(String text) {
        String quote = "$migration$";
        for (int i = 2; text.contains(quote); i++) {
            quote = "$migration" + i + "$";
        }
        return quote;
    }

    private static String frame() {
        try (InputStream file = InstallScript.class.getResourceAsStream("install-frame.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
