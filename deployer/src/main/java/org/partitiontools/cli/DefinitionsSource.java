package org.partitiontools.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.Extras;
import org.partitiontools.database.Database;
import org.partitiontools.database.DatabaseSettings;
import org.partitiontools.definitions.Definitions;
import org.partitiontools.definitions.diff.MigrationPlan;
import org.partitiontools.definitions.scratch.DefinitionFolder;
import org.partitiontools.demo.EmbeddedServer;
import org.partitiontools.policy.model.AccessFile;
import org.partitiontools.policy.yaml.AccessReader;
import org.partitiontools.policy.yaml.AccessReading;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which definitions, and where they are tried. */
final class DefinitionsSource {

    @Parameters(paramLabel = "DIR", description = "Folder of definitions: SQL files, and access.yaml.")
    private Path folder;

    @Option(names = "--schemas", paramLabel = "NAME", split = ",",
            description = "Schemas that belong to the definitions although no file speaks of them (any more).")
    private List<String> schemas = List.of();

    @Option(names = "--scratch", paramLabel = "URL",
            description = "Server on which the definitions are executed, in a database made for the purpose and dropped at once. Default: the server itself"
                    + " where the user may create databases, else an embedded PostgreSQL.")
    private String scratch;

    /** Compares the folder with the database. */
    MigrationPlan compare(Database database, boolean allowDrop) throws SQLException {
        DefinitionFolder definitions = DefinitionFolder.read(folder);
        if (scratch != null) {
            Database server = new DatabaseSettings(Optional.of(scratch), false, Optional.empty(), Optional.empty(), System.getenv()).database();
            return compare(database, server, definitions, allowDrop);
        }
        if (Definitions.hasScratch(database)) {
            return compare(database, database, definitions, allowDrop);
        }
        Extras.require("the embedded server; without it, let the user create databases, or name a server with --scratch,");
        try (EmbeddedServer server = EmbeddedServer.start(Map.of("fsync", "off"))) {
            return compare(database, server.database("postgres"), definitions, allowDrop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<AccessFile> access(DefinitionFolder definitions) {
        if (!Files.exists(definitions.access())) {
            return Optional.empty();
        }
        AccessReading reading = AccessReader.read(definitions.access());
        if (reading.access().isEmpty()) {
            throw new InvalidPolicyException("the access file", reading.problems());
        }
        return reading.access();
    }

    private MigrationPlan compare(Database database, Database server, DefinitionFolder definitions, boolean allowDrop) throws SQLException {
        return new Definitions(database, () -> server).compare(definitions, schemas, access(definitions), allowDrop);
    }
}
