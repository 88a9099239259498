package org.partitiontools.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.partitiontools.ConfigurationException;
import org.partitiontools.Version;
import org.partitiontools.database.ExecutedStatement;
import org.partitiontools.log.Level;
import org.partitiontools.log.Log;
import org.partitiontools.log.LogEntry;
import org.partitiontools.log.LogFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
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
            "Where the database is: --url, or PGHOST, PGPORT, PGDATABASE, PGUSER or PGSERVICE. The password: PGPASSWORD, ~/.pgpass or"
                    + " --password-file.",
            "Every option can also be set as PARTITION_TOOLS_<OPTION> in the environment, or in partition-tools.yaml: doc/configuration.md.",
            "What a policy looks like: config/demo-policy.yaml, doc/policy.md. More about a command: partition-tools help COMMAND.",
            "",
            "Exit codes: 0 done, 1 bad policy or configuration, 2 usage or internal error, 3 database unreachable or refusing,",
            "4 an operation failed, 5 check found something, 6 cleanup refused, 7 reference time refused."
        })
public final class PartitionTools implements Callable<Integer> {

    private static final String HELP = "help";

    /** In the order of the help. */
    static final List<String> COMMANDS = List.of("demo", "deploy", "validate", "plan", "run", "convert", "revert", "finish", "unpartition", "migrate", "work",
            "archives", "restore", "check", "report", "map", "simulate", "generate", "import", "definitions", "diff", "migration", HELP);

    @Option(names = Configuration.OPTION, paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "File with values of options. Default: partition-tools.yaml in the current folder, if it is there.")
    private Path config;

    @Option(names = "--log-format", paramLabel = "text|json", scope = ScopeType.INHERIT,
            description = "Write what is said beside the result as a log, one entry a line, with time, level, table, job and SQLSTATE."
                    + " Default: progress and messages for people.")
    private LogFormat logFormat;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show every statement with its duration.")
    private boolean debug;

    @Spec
    private CommandSpec command;

    private PrintWriter err;
    private Log log;
    private Map<String, String> environment = Map.of();

    private PartitionTools() {
    }

    /** The environment variables. */
    static Map<String, String> environment(CommandSpec command) {
        return of(command).environment;
    }

    /** Where the program of a command says what it does, beside its result. */
    static Log log(CommandSpec command) {
        return of(command).log;
    }

    /** Takes every statement that is executed; empty unless {@code --debug} is given. */
    static Optional<Consumer<ExecutedStatement>> statements(CommandSpec command) {
        PartitionTools program = of(command);
        return program.debug ? Optional.of(statement -> program.log.write(entry(statement))) : Optional.empty();
    }

    /** What a file says of the log, where neither an option nor the configuration does. */
    static void logAs(CommandSpec command, LogFormat format) {
        PartitionTools program = of(command);
        if (program.logFormat == null) {
            program.logFormat = format;
            program.openLog();
        }
    }

    /** Shows every statement from now on. */
    static void debug(CommandSpec command) {
        of(command).debug = true;
    }

    private static PartitionTools of(CommandSpec command) {
        return (PartitionTools) command.root().userObject();
    }

    private static LogEntry entry(ExecutedStatement statement) {
        return LogEntry.of(Level.debug, statement.sql()).because(statement.error()).after(statement.duration());
    }

    /** What is printed as text to standard error becomes entries, too. */
    private void openLog() {
        log = new Log(err, logFormat == null ? LogFormat.plain : logFormat);
        command.commandLine().setErr(log.isPlain() ? err : log.lines());
    }

    /** Without a subcommand, explains what there is. */
    @Override
    public Integer call() {
        command.commandLine().usage(command.commandLine().getErr());
        return ExitCode.USAGE_OR_INTERNAL_ERROR;
    }

    public static void main(String[] arguments) {
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
        return run(out, err, System.getenv(), arguments);
    }

    /**
     * As above.
     *
     * @param environment the environment variables
     */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        CommandLine commandLine = new CommandLine(new PartitionTools());
        addCommands(commandLine, List.of(arguments));
        return run(commandLine, out, err, environment, arguments);
    }

    /**
     * As above.
     *
     * @param commandLine of a {@code PartitionTools}, with the commands there are
     */
    static int run(CommandLine commandLine, PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        ErrorHandler errors = new ErrorHandler();
        PartitionTools program = commandLine.getCommand();
        commandLine.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(program::execute)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
        program.err = err;
        program.environment = environment;
        program.log = new Log(err, LogFormat.plain);
        try {
            commandLine.setDefaultValueProvider(Configuration.of(PartitionTools::everyCommand, List.of(arguments), environment));
        } catch (ConfigurationException e) {
            return errors.handleExecutionException(e, commandLine, null);
        }
        try {
            return commandLine.execute(arguments);
        } catch (Error e) {
            // picocli hands over exceptions only.
            return errors.handleExecutionException(new ExecutionException(commandLine, "Error", e), commandLine, null);
        }
    }

    /** With all commands, for what is to be said of each. */
    static CommandLine everyCommand() {
        CommandLine all = new CommandLine(new PartitionTools());
        COMMANDS.forEach(name -> all.addSubcommand(classOf(name)));
        return all;
    }

    /**
     * Only the command that is called has its options, for to read those of all takes longer than most commands. Where the first argument does not say which it is,
     * those that any argument names have theirs, and the others are what the list of commands shows of them.
     */
    private static void addCommands(CommandLine commandLine, List<String> arguments) {
        if (!arguments.isEmpty() && COMMANDS.contains(arguments.get(0)) && !arguments.get(0).equals(HELP)) {
            commandLine.addSubcommand(classOf(arguments.get(0)));
            return;
        }
        if (arguments.equals(List.of("--version"))) {
            return;
        }
        for (String name : COMMANDS) {
            if (arguments.contains(name)) {
                commandLine.addSubcommand(classOf(name));
            } else {
                commandLine.addSubcommand(name, listed(classOf(name).getAnnotation(Command.class)));
            }
        }
    }

    private static CommandSpec listed(Command command) {
        CommandSpec listed = CommandSpec.create().name(command.name());
        listed.usageMessage().header(command.header()).description(command.description());
        return listed;
    }

    /** Not a map: each class is loaded when it is asked for. */
    static Class<?> classOf(String command) {
        return switch (command) {
            case "demo" -> DemoCommand.class;
            case "deploy" -> DeployCommand.class;
            case "validate" -> ValidateCommand.class;
            case "plan" -> PlanCommand.class;
            case "run" -> RunCommand.class;
            case "convert" -> ConvertCommand.class;
            case "revert" -> RevertCommand.class;
            case "finish" -> FinishCommand.class;
            case "unpartition" -> UnpartitionCommand.class;
            case "migrate" -> MigrateCommand.class;
            case "work" -> WorkCommand.class;
            case "archives" -> ArchivesCommand.class;
            case "restore" -> RestoreCommand.class;
            case "check" -> CheckCommand.class;
            case "report" -> ReportCommand.class;
            case "map" -> MapCommand.class;
            case "simulate" -> SimulateCommand.class;
            case "generate" -> GenerateCommand.class;
            case "import" -> ImportCommand.class;
            case "definitions" -> DefinitionsCommand.class;
            case "diff" -> DiffCommand.class;
            case "migration" -> MigrationCommand.class;
            case HELP -> HelpCommand.class;
            default -> throw new IllegalArgumentException(command);
        };
    }

    private int execute(ParseResult result) {
        List<CommandLine> commands = result.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        refuseMetricsOf(last);
        Verbose.setUpLogging(last);
        openLog();
        return new RunLast().execute(result);
    }

    /** Before it does anything that it could not tell of. */
    private static void refuseMetricsOf(CommandLine command) {
        OptionSpec format = command.getCommandSpec().findOption("--format");
        if (format != null && format.getValue() == Format.openmetrics && !(command.getCommand() instanceof CheckCommand)) {
            throw new ParameterException(command, "--format openmetrics is for check");
        }
    }

    static final class VersionText implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"Partition Tools " + Version.current()};
        }
    }
}
