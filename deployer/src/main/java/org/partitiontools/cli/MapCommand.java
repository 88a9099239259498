package org.partitiontools.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.partitiontools.ConfigurationException;
import org.partitiontools.api.TableWork;
import org.partitiontools.files.FileErrors;
import org.partitiontools.map.MapData;
import org.partitiontools.map.MapPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code map}: draws the partitions. */
@Command(name = "map",
        description = {
            "Draws the partitions of tables on an axis of time, with what run would do, and what jobs have done.",
            "",
            "Changes nothing. Writes one HTML file that needs no network. Rows and bytes are the estimates of the database, and said to be."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools map policy.yaml --url postgres://me@db.example.com/shop --output map.html",
            "  partition-tools map --all --output map.html       # every partitioned table, without policies",
            "",
            "Where something could not be asked, the map and standard error say what and why; the exit code is then not 0."
        })
final class MapCommand extends DatabaseCommand {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Policy files (YAML).")
    private List<Path> files = List.of();

    @Option(names = "--table", paramLabel = "SCHEMA.TABLE", description = "Only this table of the policies. Can be repeated. Default: all.")
    private List<String> tables = List.of();

    @Option(names = "--all", description = "Every partitioned table of the database. Without a policy no shape is judged, and nothing is planned.")
    private boolean all;

    @Mixin
    private AsOf asOf;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", required = true, description = "The file to be written: an HTML page, or with --format json its data.")
    private Path file;

    @Option(names = "--months", paramLabel = "N", defaultValue = "12", description = "How many months to simulate; 0: none. Default: ${DEFAULT-VALUE}.")
    private int months;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException {
        if (all != files.isEmpty()) {
            throw new ConfigurationException("name policy files, or give --all for every partitioned table");
        }
        List<TableWork> work = all ? List.of() : PolicyCommand.work(new PolicyArguments(files, tables), connection(), command);
        try (Connection session = connection().database().open()) {
            MapData data = new MapData(session, asOf::time, months);
            Map<String, Object> map = all ? data.ofAll() : data.of(work);
            write(output().isTable() ? MapPage.of(map) : MapPage.json(map));
            data.errors().forEach(output().err()::println);
            output().err().println(file + ": " + ((List<?>) map.get("tables")).size() + " tables");
            return ErrorHandler.exitCode(data.errors());
        }
    }

    private void write(String page) {
        try {
            Files.writeString(file, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException("cannot write " + file + ": " + FileErrors.reason(e), e);
        }
    }
}
