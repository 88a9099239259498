package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.partitiontools.database.Database;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.Runner;
import org.partitiontools.run.WaitingWork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: brings an archived partition back. */
@Command(name = "restore",
        description = {
            "Brings an archived partition back, as a partition of its table or as a table of its own.",
            "",
            "Every object is compared with the manifest before a row becomes visible. The archive stays."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools archives                   # the numbers",
            "  partition-tools restore 17",
            "  partition-tools restore 17 --as-table audit.orders_2020_01",
            "",
            "Exit code 4 if it failed; the same command tries again."
        })
final class RestoreCommand extends DatabaseCommand {

    @Parameters(paramLabel = "ARCHIVE", description = "Number of the archive.")
    private long archive;

    @Option(names = "--as-table", paramLabel = "SCHEMA.TABLE",
            description = "Make this table instead of a partition. It must not exist; the partitioned table need not exist any more.")
    private String asTable;

    @Override
    public Integer call() throws SQLException {
        Database database = installedDatabase();
        try (ProgressDisplay display = Terminal.display(output().err(), output().log())) {
            Runner runner = new Runner(database, display);
            WaitingWork restore = WaitingWork.restore(archive, Optional.ofNullable(asTable));
            List<TableResult> results = new Interruption(runner::cancel, "give the same command again", output().err()).during(() -> runner.run(restore, 1));
            output().print(Summary.rows(results), Summary::text, "");
            return Summary.exitCode(results);
        }
    }
}
