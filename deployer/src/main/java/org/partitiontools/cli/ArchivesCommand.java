package org.partitiontools.cli;

import java.sql.SQLException;
import org.partitiontools.database.Rows;
import org.partitiontools.text.TextTable;
import picocli.CommandLine.Command;

/** {@code archives}: what has been unloaded. */
@Command(name = "archives",
        description = {
            "Lists the partitions that were unloaded to S3, and where they are.",
            "",
            "The view partition_tools.archives says more, also the manifest of each."
        },
        footer = {
            "",
            "Example:",
            "  partition-tools archives --format json",
        })
final class ArchivesCommand extends DatabaseCommand {

    @Override
    public Integer call() throws SQLException {
        return inSession(api -> {
            output().print(api.archives(), ArchivesCommand::text, "nothing has been archived");
            return ExitCode.DONE;
        });
    }

    /** Without what makes lines too long; format json has it all. */
    private static String text(Rows archives) {
        return TextTable.of(archives.without("format", "compression", "location", "job_id", "files"));
    }
}
