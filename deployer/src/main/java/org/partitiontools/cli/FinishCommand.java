package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code finish}: drops the plain table that is kept after a conversion. */
@Command(name = "finish",
        description = {
            "Drops the plain table that is kept after convert.",
            "",
            "There is no way back then."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools finish 42                  # the job of the conversion, as partition-tools report --run shows it",
            "",
            "Exit code 4 if it failed."
        })
final class FinishCommand extends ProcedureCommand {

    @Parameters(paramLabel = "JOB", description = "Number of the job that has converted the table, or of the one that keeps the plain table.")
    private long job;

    @Override
    public Integer call() throws SQLException {
        return call(Map.of(), "CALL partition_tools.finish(?)", List.of(job));
    }
}
