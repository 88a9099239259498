package org.partitiontools.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of {@code convert} and {@code unpartition} that are settings of a session. */
final class ConversionSettings {

    @Option(names = "--unique-keys", paramLabel = "widen|refuse",
            description = "Unique keys without the partition column: add it, or refuse. Default: doc/convert.md.")
    private Keys uniqueKeys;

    @Option(names = "--incoming-foreign-keys", paramLabel = "refuse|drop", description = "Foreign keys that point at the table. Default: refuse.")
    private IncomingKeys incomingForeignKeys;

    @Option(names = "--publications", paramLabel = "refuse|accept", description = "Publications whose subscribers could not follow. Default: refuse.")
    private Publishing publications;

    @Option(names = "--keep-source", paramLabel = "INTERVAL", converter = IntervalText.OrNone.class,
            description = "How long the table that was is kept, 0 for not at all. Default: 1 day.")
    private String keepSource;

    /** Values as SQL and a policy write them. */
    enum Keys { widen, refuse }

    enum IncomingKeys { refuse, drop }

    enum Publishing { refuse, accept }

    /** Those that are given, without the prefix {@code partition_tools.}. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "unique_keys", uniqueKeys);
        put(given, "incoming_foreign_keys", incomingForeignKeys);
        put(given, "publications", publications);
        put(given, "keep_source", keepSource);
        return given;
    }

    private static void put(Map<String, String> given, String name, Object value) {
        if (value != null) {
            given.put(name, value.toString());
        }
    }
}
