package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert}: a plain table becomes a partitioned one. */
@Command(name = "convert",
        description = {
            "Makes a partitioned table of a plain one, while it is in use.",
            "",
            "What the table has, it keeps; what a partitioned one could not have is refused, all of it at once. The plain table is kept in step for"
                    + " a day: partition-tools revert switches back to it. Ctrl-C stops cleanly, and the same command goes on."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools convert sales.orders --by ordered_at --granularity '1 month' --url postgres://me@db.example.com/shop",
            "  partition-tools convert sales.orders --by ordered_at --granularity '1 week' --lower-bound '2 years' --upper-bound '-1 month'",
            "",
            "A policy declares the same with partition_by: doc/convert.md. Exit code 4 if it failed."
        })
final class ConvertCommand extends ProcedureCommand {

    private static final String CALL = "CALL partition_tools.partition_table(?::regclass, ?::name, ?::interval, ?::interval, ?::interval, ?)";

    @Parameters(paramLabel = "TABLE", description = "The plain table, as schema.table.")
    private String table;

    @Option(names = "--by", paramLabel = "COLUMN", required = true, description = "The column by whose time it is partitioned.")
    private String column;

    @Option(names = "--granularity", paramLabel = "INTERVAL", required = true, description = "The length of a partition, for example '1 month'.")
    private String granularity;

    @Option(names = "--lower-bound", paramLabel = "INTERVAL", description = "How far back partitions reach. Default: to the oldest row.")
    private String lowerBound;

    @Option(names = "--upper-bound", paramLabel = "INTERVAL", description = "How far back they end; negative is ahead. Default: three partitions ahead.")
    private String upperBound;

    @Option(names = "--table-space", paramLabel = "NAME", description = "Where the partitions lie. Default: where the table does.")
    private String tableSpace;

    @Option(names = "--unique-keys", paramLabel = "widen|refuse",
            description = "Unique keys without the column. Default: the primary key gets it, too, and others are refused.")
    private String uniqueKeys;

    @Option(names = "--incoming-foreign-keys", paramLabel = "refuse|drop", description = "Foreign keys that point at the table. Default: refuse.")
    private String incomingForeignKeys;

    @Option(names = "--keep-source", paramLabel = "INTERVAL", description = "How long the plain table is kept, 0 for not at all. Default: 1 day.")
    private String keepSource;

    @Override
    public Integer call() throws SQLException {
        return call(settings(), CALL, Arrays.asList(table, column, granularity, lowerBound, upperBound, tableSpace));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("unique_keys", uniqueKeys);
        settings.put("incoming_foreign_keys", incomingForeignKeys);
        settings.put("keep_source", keepSource);
        settings.values().removeIf(value -> value == null);
        return settings;
    }
}
