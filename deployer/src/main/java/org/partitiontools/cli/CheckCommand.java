package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Rows;
import org.partitiontools.text.FindingsText;
import picocli.CommandLine.Command;

/** {@code check}: compares the partitions with the policy. */
@Command(name = "check",
        description = {
            "Checks that the policies fit their tables and that the partitions are as the policies declare.",
            "",
            "Changes nothing; made for monitoring."
        },
        footer = {
            "",
            "Example:",
            "  partition-tools check policy.yaml --format json || alert",
            "",
            "Exit code 5 if it finds something other than severity info."
        })
final class CheckCommand extends PolicyCommand {

    private static final String UNKNOWN_S3_SERVER = "PP070";

    @Override
    public Integer call() throws SQLException {
        List<TableWork> tables = work();
        return inSession(api -> {
            TableQueries findings = TableQueries.ask(tables, output().log(), work -> check(api, work));
            boolean allAnswered = findings.exitCode() == ExitCode.DONE;
            output().print(findings, FindingsText::of, allAnswered ? "nothing found" : "");
            return !allAnswered || !isAmiss(findings.rows()) ? findings.exitCode() : ExitCode.CHECK_FOUND_SOMETHING;
        });
    }

    /** A finding of severity info is good to know, and needs nobody to act. */
    private static boolean isAmiss(Rows findings) {
        return findings.toMaps().stream().anyMatch(finding -> !"info".equals(finding.get("severity")));
    }

    private Rows check(PartitionApi api, TableWork work) throws SQLException {
        try {
            api.checkConfig(work);
        } catch (SQLException e) {
            // What comes next has a finding for it, beside all others.
            if (!UNKNOWN_S3_SERVER.equals(e.getSQLState())) {
                throw e;
            }
        }
        return api.checkPartitions(work, asOf());
    }
}
