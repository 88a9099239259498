package org.partitiontools.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.ConversionWork;
import org.partitiontools.run.Runner;
import picocli.CommandLine.Mixin;

/** What {@code convert} and {@code unpartition} have in common: one table takes the place of another, which may be kept. */
abstract class ConversionCommand extends DatabaseCommand {

    @Mixin
    private SharedWork shared;

    /** Does it, shows how far it is, and says what is kept. */
    final int convert(String table, ConversionWork work) throws SQLException {
        Database database = installedDatabase();
        List<TableResult> results;
        try (ProgressDisplay display = Terminal.display(output().err())) {
            Runner runner = new Runner(database, display, shared.sessions());
            results = new Interruption(runner::cancel, "give the same command again", output().err()).during(() -> runner.run(work, 1));
        }
        output().print(Summary.rows(results), Summary::text, "");
        if (results.stream().allMatch(TableResult::isDone)) {
            remark(database, table);
        }
        return Summary.exitCode(results);
    }

    private void remark(Database database, String table) throws SQLException {
        try (Connection connection = database.open()) {
            PartitionApi api = new PartitionApi(connection);
            long job = api.conversionOf(table);
            output().err().println(api.keptUntil(table).map(until -> "the table that it was is kept until " + until + ": partition-tools revert " + job
                    + " switches back to it, partition-tools finish " + job + " drops it").orElse("job " + job + " has converted " + table));
        }
        output().err().flush();
    }
}
