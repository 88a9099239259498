package org.partitiontools.cli;

import java.sql.SQLException;
import picocli.CommandLine.Command;

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
            "  partition-tools finish sales.orders",
            "  partition-tools finish 42                  # the job of the conversion, as convert says it, or report --run",
            "",
            "Exit code 4 if it failed."
        })
final class FinishCommand extends KeptTableCommand {

    @Override
    public Integer call() throws SQLException {
        return call("finish");
    }
}
