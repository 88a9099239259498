package org.partitiontools.cli;

import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.api.Conversion;
import org.partitiontools.run.ConversionWork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class ConvertCommand extends ConversionCommand {

    @Parameters(paramLabel = "TABLE", description = "The plain table, as schema.table.")
    private String table;

    @Option(names = "--by", paramLabel = "COLUMN", required = true, description = "The column by whose time it is partitioned.")
    private String column;

    @Option(names = "--granularity", paramLabel = "INTERVAL", required = true, converter = IntervalText.class,
            description = "The length of a partition, for example '1 month'.")
    private String granularity;

    @Option(names = "--lower-bound", paramLabel = "INTERVAL", converter = IntervalText.class,
            description = "How far back partitions reach. Default: to the oldest row.")
    private String lowerBound;

    @Option(names = "--upper-bound", paramLabel = "INTERVAL", converter = IntervalText.class,
            description = "How far back they end; negative is ahead. Default: three partitions ahead.")
    private String upperBound;

    @Option(names = "--table-space", paramLabel = "NAME", description = "Where the partitions lie. Default: where the table does.")
    private String tableSpace;

    @Option(names = "--mode", paramLabel = "copy|adopt", defaultValue = "copy",
            description = "Whether rows are copied, or the table becomes a partition as it is: doc/convert.md. Default: ${DEFAULT-VALUE}.")
    private String mode;

    @Option(names = "--timezone", paramLabel = "NAME", description = "Time zone of the calendar. Default: UTC.")
    private ZoneId timezone;

    @Mixin
    private ConversionSettings settings;

    @Mixin
    private AsOf asOf;

    @Override
    public Integer call() throws SQLException {
        Map<String, String> all = settings.given();
        if (timezone != null) {
            all.put("timezone", timezone.getId());
        }
        return convert(table, ConversionWork.convert(new Conversion(table, column, granularity, Optional.ofNullable(lowerBound), Optional.ofNullable(upperBound),
                Optional.ofNullable(tableSpace), mode, all,
                asOf.time(timezone == null ? ZoneOffset.UTC : timezone))));
    }
}
