package org.partitiontools.cli;

import java.util.Arrays;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Option {@code --verbose}, common to all commands. */
final class Verbose {

    private static final String NAME = "--verbose";

    @Option(names = NAME, description = "Show stack traces and the libraries' logs.")
    private boolean verbose;

    static boolean isOn(CommandLine command) {
        return command.getParseResult() != null && command.getParseResult().hasMatchedOption(NAME);
    }

    /** The libraries log through SLF4J, which reads its level when the first of them is loaded. */
    static void setUpLogging(String[] arguments) {
        boolean verbose = Arrays.asList(arguments).contains(NAME);
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "off");
        if (!verbose) {
            LogManager.getLogManager().reset();
        }
    }
}
