package org.partitiontools.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.api.Conversion;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.ConversionWork;
import org.partitiontools.run.Runner;
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
final class ConvertCommand extends DatabaseCommand {

    /** Values as SQL and a policy write them. */
    enum Keys { widen, refuse }

    enum IncomingKeys { refuse, drop }

    enum Publishing { refuse, accept }

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

    @Option(names = "--mode", paramLabel = "NAME", defaultValue = "copy", description = "How it is done: doc/convert.md. Default: ${DEFAULT-VALUE}.")
    private String mode;

    @Option(names = "--unique-keys", paramLabel = "widen|refuse",
            description = "Unique keys without the column. Default: the primary key gets it, too, and others are refused.")
    private Keys uniqueKeys;

    @Option(names = "--incoming-foreign-keys", paramLabel = "refuse|drop", description = "Foreign keys that point at the table. Default: refuse.")
    private IncomingKeys incomingForeignKeys;

    @Option(names = "--publications", paramLabel = "refuse|accept", description = "Publications whose subscribers could not follow. Default: refuse.")
    private Publishing publications;

    @Option(names = "--keep-source", paramLabel = "INTERVAL", converter = IntervalText.OrNone.class,
            description = "How long the plain table is kept, 0 for not at all. Default: 1 day.")
    private String keepSource;

    @Option(names = "--timezone", paramLabel = "NAME", description = "Time zone of the calendar. Default: UTC.")
    private String timezone;

    @Mixin
    private AsOf asOf;

    @Override
    public Integer call() throws SQLException {
        Database database = installedDatabase();
        List<TableResult> results = convert(database);
        output().print(Summary.rows(results), Summary::text, "");
        for (TableResult result : results) {
            if (result.isDone()) {
                remark(database);
            }
        }
        return Summary.exitCode(results);
    }

    private List<TableResult> convert(Database database) throws SQLException {
        Conversion conversion = new Conversion(table, column, granularity, Optional.ofNullable(lowerBound), Optional.ofNullable(upperBound),
                Optional.ofNullable(tableSpace), mode, settings(), asOf.time());
        try (ProgressDisplay display = Terminal.display(output().err())) {
            Runner runner = new Runner(database, display);
            return new Interruption(runner::cancel, "give the same command again", output().err()).during(() -> runner.run(new ConversionWork(conversion), 1));
        }
    }

    private void remark(Database database) throws SQLException {
        try (Connection connection = database.open()) {
            PartitionApi api = new PartitionApi(connection);
            long job = api.conversionOf(table);
            output().err().println(api.keptUntil(table).map(until -> "the plain table is kept until " + until + ": partition-tools revert " + job
                    + " switches back to it, partition-tools finish " + job + " drops it").orElse("job " + job + " has converted " + table));
        }
        output().err().flush();
    }

    private Map<String, String> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("unique_keys", uniqueKeys);
        settings.put("incoming_foreign_keys", incomingForeignKeys);
        settings.put("publications", publications);
        settings.put("keep_source", keepSource);
        settings.put("timezone", timezone);
        Map<String, String> given = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value.toString());
            }
        });
        return given;
    }
}
