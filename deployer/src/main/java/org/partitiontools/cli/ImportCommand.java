package org.partitiontools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.partitiontools.ConfigurationException;
import org.partitiontools.log.Level;
import org.partitiontools.log.LogEntry;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.policy.yaml.PolicyReading;
import org.partitiontools.takeover.PartmanTables;
import org.partitiontools.takeover.PpmFile;
import org.partitiontools.takeover.TakenOver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: writes a policy from what another program is configured to do. */
@Command(name = "import",
        description = {
            "Writes a policy that says what pg_partman or postgresql-partition-manager (PPM) is configured to do.",
            "",
            "Changes nothing in the database. What a policy cannot say is told, and stands at the head of the file. The plan of the"
                    + " policy is empty where the other program has kept the partitions in shape."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools import --from pg_partman --url postgres://me@db.example.com/shop --output policy.yaml",
            "  partition-tools import --from ppm postgresql-partition-manager.yaml",
            "",
            "Exit code 1 if there is nothing to take over."
        })
final class ImportCommand implements Callable<Integer> {

    /** Where policies can come from. */
    enum Source {
        pg_partman, ppm
    }

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(names = "--from", required = true, paramLabel = "pg_partman|ppm", description = "Whose configuration.")
    private Source source;

    @Option(names = "--output", paramLabel = "FILE", description = "File to write, which must not exist. Default: standard output.")
    private Path target;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "ppm: its configuration file.")
    private Path file;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException, IOException {
        if ((source == Source.ppm) != (file != null)) {
            throw new ParameterException(command.commandLine(), source == Source.ppm ? "name the file of PPM" : "pg_partman has no file; --url says where it is");
        }
        TakenOver taken = source == Source.ppm ? PpmFile.of(ppm()) : partman();
        taken.remarks().forEach(remark -> output.log().write(LogEntry.of(Level.warning, remark)));
        if (taken.tables().isEmpty()) {
            throw new ConfigurationException("there is no table to take over");
        }
        if (target == null) {
            output.print(Map.of("policy", taken.policy(), "remarks", taken.remarks()), taken.policy().stripTrailing());
        } else {
            Files.writeString(target, taken.policy(), StandardOpenOption.CREATE_NEW);
            output.print(Map.of("file", target.toString(), "tables", taken.tables().size(), "remarks", taken.remarks()),
                    target + ": " + taken.tables().size() + " tables");
        }
        return ExitCode.DONE;
    }

    private PolicyFile ppm() {
        PolicyReading reading = PolicyReader.read(file);
        if (!reading.isValid()) {
            throw new InvalidPolicyException("the file", reading.problems());
        }
        if (!reading.policies().get(0).isForeign()) {
            throw new ConfigurationException(file + " is a policy of Partition Tools already");
        }
        return reading.policies().get(0);
    }

    private TakenOver partman() throws SQLException {
        try (Connection session = connection.database().open()) {
            return PartmanTables.read(session);
        }
    }
}
