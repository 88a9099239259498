package org.partitiontools.cli;

import picocli.CommandLine.Option;

/** Option {@code --sessions}: how many sessions of the server do one job together. */
final class SharedWork {

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "1", converter = Parallelism.Converter.class,
            description = "How many sessions of the server copy and index one table together. Default: ${DEFAULT-VALUE}. PostgreSQL only.")
    private int sessions;

    /** At least 1. */
    int sessions() {
        return sessions;
    }
}
