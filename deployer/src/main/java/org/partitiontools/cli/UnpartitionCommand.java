package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.Optional;
import org.partitiontools.run.ConversionWork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unpartition}: a partitioned table becomes a plain one. */
@Command(name = "unpartition",
        description = {
            "Makes one plain table of a partitioned one, while it is in use.",
            "",
            "Unique keys that convert has widened are as they were before. The partitioned table is kept in step for a day: partition-tools revert"
                    + " switches back to it. Ctrl-C stops cleanly, and the same command goes on."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools unpartition sales.orders --url postgres://me@db.example.com/shop",
            "",
            "Exit code 4 if it failed."
        })
final class UnpartitionCommand extends ConversionCommand {

    @Parameters(paramLabel = "TABLE", description = "The partitioned table, as schema.table.")
    private String table;

    @Option(names = "--table-space", paramLabel = "NAME", description = "Where the plain table lies. Default: where new partitions would.")
    private String tableSpace;

    @Mixin
    private ConversionSettings settings;

    @Override
    public Integer call() throws SQLException {
        return convert(table, ConversionWork.unpartition(table, Optional.ofNullable(tableSpace), settings.given()));
    }
}
