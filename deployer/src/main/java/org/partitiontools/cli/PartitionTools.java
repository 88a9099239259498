package org.partitiontools.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.partitiontools.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Each subcommand is a class; here is what they share. */
@Command(name = "partition-tools",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = PartitionTools.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Keeps the partitions of large PostgreSQL and Greenplum tables in the shape their owner declared, while the tables"
                    + " stay in use.",
            ""
        },
        footer = {
            "",
            "First steps:",
            "  partition-tools demo                      see it work on a server of its own; needs nothing",
            "  partition-tools deploy --url URL          install the routines in a database",
            "  partition-tools plan policy.yaml          what would be done",
            "  partition-tools run policy.yaml           do it",
            "",
            "Where the database is: --url, or PGHOST, PGPORT, PGDATABASE and PGUSER. The password: PGPASSWORD, ~/.pgpass or"
                    + " --password-file.",
            "What a policy looks like: config/demo-policy.yaml, doc/policy.md. More about a command: partition-tools help COMMAND.",
            "",
            "Exit codes: 0 done, 1 bad policy or configuration, 2 usage or internal error, 3 database unreachable or refusing,",
            "4 an operation failed, 5 check found something."
        },
        subcommands = {
            DemoCommand.class,
            DeployCommand.class,
            ValidateCommand.class,
            PlanCommand.class,
            RunCommand.class,
            ConvertCommand.class,
            RevertCommand.class,
            FinishCommand.class,
            MigrateCommand.class,
            WorkCommand.class,
            ArchivesCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            GenerateCommand.class,
            DefinitionsCommand.class,
            DiffCommand.class,
            MigrationCommand.class,
            HelpCommand.class
        })
public final class PartitionTools implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    private PartitionTools() {
    }

    /** Without a subcommand, explains what there is. */
    @Override
    public Integer call() {
        command.commandLine().usage(command.commandLine().getErr());
        return ExitCode.USAGE_OR_INTERNAL_ERROR;
    }

    public static void main(String[] arguments) {
        Verbose.setUpLogging(arguments);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /**
     * Executes one command line.
     *
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        ErrorHandler errors = new ErrorHandler();
        return new CommandLine(new PartitionTools())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .execute(arguments);
    }

    static final class VersionText implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"Partition Tools " + Version.current()};
        }
    }
}
