package org.partitiontools.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.partitiontools.definitions.diff.MigrationPlan;
import org.partitiontools.definitions.migration.MigrationFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migration}: writes the difference between a database and its definitions as a migration. */
@Command(name = "migration",
        description = {
            "Writes what leads from the database to its definitions as a Flyway migration, for a person to read.",
            "",
            "What locks a table for long, rewrites it or destroys data is marked. Drops are commented out, unless they are allowed."
        },
        footer = {
            "",
            "Example:",
            "  partition-tools migration definitions/ --message \"add notes\" --output sql/migrations",
            "",
            "Then read the file, commit it, and apply it: partition-tools deploy --migrations sql/migrations",
            "Exit code 5 if there are differences for which no statement is generated. See doc/definitions.md."
        })
final class MigrationCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private DefinitionsSource definitions;

    @Option(names = "--message", paramLabel = "TEXT", required = true, description = "What the migration does; it becomes the name of the file.")
    private String message;

    @Option(names = "--output", paramLabel = "DIR", defaultValue = "sql/migrations", description = "Folder of the migrations. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    /** What may be allowed. */
    enum Allowed { drop }

    @Option(names = "--allow", paramLabel = "drop", description = "drop: write drops as statements, not as comments.")
    private List<Allowed> allowed = List.of();

    @Mixin
    private Output output;

    @Override
    public Integer call() throws SQLException, IOException {
        MigrationPlan plan = definitions.compare(connection.database(), allowed.contains(Allowed.drop));
        plan.warnings().forEach(warning -> output.err().println("warning: " + warning));
        List<String> files = new MigrationFiles(folder, message, LocalDateTime.now(ZoneOffset.UTC)).write(plan).stream().map(Path::toString).toList();
        plan.notGenerated().forEach(difference -> output.err().println("not generated: " + difference.object() + ": " + difference.remedy()));
        output.print(Map.of("files", files), files.isEmpty() ? "nothing to do, the database is as the definitions say" : String.join(System.lineSeparator(), files));
        return plan.notGenerated().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FOUND_SOMETHING;
    }
}
