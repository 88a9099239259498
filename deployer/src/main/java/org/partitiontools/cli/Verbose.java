package org.partitiontools.cli;

import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Option {@code --verbose}, common to all commands. */
final class Verbose {

    private static final String NAME = "--verbose";

    @Option(names = NAME, description = "Show stack traces and the libraries' logs; deploy: every file.")
    private boolean verbose;

    static boolean isOn(CommandLine command) {
        OptionSpec option = command.getCommandSpec().findOption(NAME);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }

    boolean isOn() {
        return verbose;
    }

    /** The libraries log through SLF4J, which reads its level when the first of them is loaded. */
    static void setUpLogging(CommandLine command) {
        boolean verbose = isOn(command);
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : "off");
        if (!verbose) {
            LogManager.getLogManager().reset();
        }
    }
}
