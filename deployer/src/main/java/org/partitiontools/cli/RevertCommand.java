package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code revert}: switches back to the plain table that a table was before it was converted, with every row written since. */
@Command(name = "revert",
        description = {
            "Switches back to the plain table that a table was before convert, with every row that was written since.",
            "",
            "Takes milliseconds. The partitioned table is dropped."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools revert 42                  # the job of the conversion, as partition-tools report --run shows it",
            "",
            "Exit code 4 if it failed."
        })
final class RevertCommand extends ProcedureCommand {

    @Parameters(paramLabel = "JOB", description = "Number of the job that has converted the table, or of the one that keeps the plain table.")
    private long job;

    @Override
    public Integer call() throws SQLException {
        return call(Map.of(), "CALL partition_tools.revert(?)", List.of(job));
    }
}
