package org.partitiontools.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.partitiontools.database.Rows;
import org.partitiontools.run.PartitionApi;
import org.partitiontools.run.TableWork;
import org.partitiontools.text.FindingsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
            "Exit code 5 if it finds something."
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private PolicyArguments policies;

    @Mixin
    private AsOf asOf;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws SQLException {
        var tables = policies.work();
        try (Connection session = connection.database().open()) {
            PartitionApi api = new PartitionApi(session);
            TableQueries findings = TableQueries.ask(tables, output.err(), work -> check(api, work));
            output.print(findings.rows(), FindingsText::of, findings.exitCode() == ExitCode.DONE ? "nothing found" : "");
            if (findings.exitCode() != ExitCode.DONE) {
                return findings.exitCode();
            }
            return findings.rows().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FOUND_SOMETHING;
        }
    }

    private Rows check(PartitionApi api, TableWork work) throws SQLException {
        api.checkConfig(work);
        return api.checkPartitions(work, asOf.time());
    }
}
