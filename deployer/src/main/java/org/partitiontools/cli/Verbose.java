package org.partitiontools.cli;

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
        boolean verbose = java.util.Arrays.asList(arguments).contains(NAME);
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "off");
        if (!verbose) {
            java.util.logging.LogManager.getLogManager().reset();
        }
    }
}
