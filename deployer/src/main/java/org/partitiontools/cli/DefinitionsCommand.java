package org.partitiontools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.partitiontools.access.AccessExport;
import org.partitiontools.database.Database;
import org.partitiontools.definitions.Definitions;
import org.partitiontools.definitions.export.Export;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.scratch.DefinitionFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code definitions}: writes the definitions of a database. */
@Command(name = "definitions",
        description = {
            "Writes the definitions and rights of a database as a folder, to begin with: diff finds nothing afterwards.",
            "",
            "Partitions are the policies' and are left out. Passwords are nowhere in it."
        },
        footer = {
            "",
            "Example:",
            "  partition-tools definitions --url postgres://admin@db.example.com/dwh --output definitions/",
            "",
            "See doc/definitions.md."
        })
final class DefinitionsCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Folder to write to.")
    private Path folder;

    @Option(names = "--schemas", paramLabel = "NAME", split = ",", description = "Only these schemas. Default: all but those of the server and of Partition Tools.")
    private List<String> schemas = List.of();

    @Mixin
    private Output output;

    @Override
    public Integer call() throws SQLException, IOException {
        Database database = connection.database();
        Definitions definitions = new Definitions(database, () -> database);
        Catalogue catalogue = definitions.current(schemas);
        catalogue.notCompared().forEach(object -> output.err().println("warning: left out: " + object));
        List<String> files = new ArrayList<>(Export.write(catalogue, folder).stream().map(Path::toString).toList());
        Path access = folder.resolve(DefinitionFolder.ACCESS);
        Files.writeString(access, AccessExport.text(catalogue, definitions.access(catalogue.schemas())));
        files.add(access.toString());
        output.print(Map.of("files", files), String.join(System.lineSeparator(), files));
        return ExitCode.DONE;
    }
}
