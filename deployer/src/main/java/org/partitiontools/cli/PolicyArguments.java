package org.partitiontools.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.ConfigurationException;
import org.partitiontools.api.TableWork;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.PolicyJson;
import org.partitiontools.policy.model.ProgramSettings;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.Timeouts;
import org.partitiontools.policy.yaml.PolicyReader;
import org.partitiontools.policy.yaml.PolicyReading;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The policy files of a command, and which of their tables it is about. */
final class PolicyArguments {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files (YAML).")
    private List<Path> files;

    @Option(names = "--table", paramLabel = "SCHEMA.TABLE",
            description = "Only this table of the policies. Can be repeated. Default: all.")
    private List<String> tables = List.of();

    private List<PolicyFile> read;

    PolicyArguments() {
    }

    /** For commands that can do without files. */
    PolicyArguments(List<Path> files, List<String> tables) {
        this.files = files;
        this.tables = tables;
    }

    /**
     * What the policies want, table by table.
     *
     * @param options time limits that win over those of the policies
     * @throws ConfigurationException if a file is not valid, an option names a table that none has, or two have the same
     */
    List<TableWork> work(Timeouts options) {
        Map<String, TableWork> work = new LinkedHashMap<>();
        for (PolicyFile policy : policies()) {
            for (TablePolicy table : policy.tables()) {
                String name = table.qualifiedName();
                TableWork former = work.put(name, new TableWork(name, PolicyJson.of(table, policy.timezone()), options.or(table.timeouts()).settings(), policy.timezone()));
                if (former != null) {
                    throw new ConfigurationException(name + " is in more than one of the files; name one file at a time");
                }
            }
        }
        return tables.isEmpty() ? List.copyOf(work.values()) : tables.stream().map(name -> named(name, work)).toList();
    }

    /** What the policies say of the program; of several, the first that says something. */
    ProgramSettings program() {
        return policies().stream().map(PolicyFile::program).filter(settings -> !settings.equals(ProgramSettings.NONE)).findFirst()
                .orElse(ProgramSettings.NONE);
    }

    /**
     * The policies.
     *
     * @throws InvalidPolicyException if a file is not valid
     */
    List<PolicyFile> policies() {
        if (read == null) {
            read = read();
        }
        return read;
    }

    private List<PolicyFile> read() {
        PolicyReading reading = PolicyReader.read(files);
        if (!reading.isValid()) {
            throw new InvalidPolicyException(reading.problems());
        }
        return reading.policies();
    }

    private static TableWork named(String name, Map<String, TableWork> work) {
        TableWork found = work.get(name);
        if (found == null) {
            throw new ConfigurationException("no policy has a table " + name + "; they have: " + String.join(", ", work.keySet()));
        }
        return found;
    }
}
