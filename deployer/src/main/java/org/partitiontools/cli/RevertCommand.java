package org.partitiontools.cli;

import java.sql.SQLException;
import picocli.CommandLine.Command;

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
            "  partition-tools revert sales.orders",
            "  partition-tools revert 42                  # the job of the conversion, as convert says it, or report --run",
            "",
            "Exit code 4 if it failed."
        })
final class RevertCommand extends KeptTableCommand {

    @Override
    public Integer call() throws SQLException {
        return call("revert");
    }
}
