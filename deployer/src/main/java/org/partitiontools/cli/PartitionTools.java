package org.partitiontools.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.partitiontools.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The command line. Each subcommand is a class; here is what they share. */
@Command(name = "partition-tools",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = PartitionTools.VersionText.class,
        subcommands = {DeployCommand.class})
public final class PartitionTools {

    private PartitionTools() {
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
