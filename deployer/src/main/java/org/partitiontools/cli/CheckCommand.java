package org.partitiontools.cli;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.log.Log;
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

    /** An S3 server that is not known; a table that is partitioned by another column. */
    private static final Set<String> FOUND_BY_CHECK = Set.of("PP070", "PP089");

    @Override
    public Integer call() throws SQLException {
        List<TableWork> tables = work();
        return inSession(api -> {
            TableQueries findings = findings(api, tables, output().log(), this::asOf);
            output().print(findings, FindingsText::of, whenEmpty(findings));
            return exitCode(findings);
        });
    }

    /** What is wrong with some tables. */
    static TableQueries findings(PartitionApi api, List<TableWork> tables, Log log, Function<TableWork, Optional<OffsetDateTime>> asOf) {
        return TableQueries.ask(tables, log, work -> check(api, work, asOf.apply(work)));
    }

    /** What is said where there are no findings: not that there are none where a table gave no answer. */
    static String whenEmpty(TableQueries findings) {
        return findings.exitCode() == ExitCode.DONE ? "nothing found" : "";
    }

    static int exitCode(TableQueries findings) {
        return findings.exitCode() != ExitCode.DONE || !isAmiss(findings.rows()) ? findings.exitCode() : ExitCode.CHECK_FOUND_SOMETHING;
    }

    /** A finding of severity info is good to know, and needs nobody to act. */
    private static boolean isAmiss(Rows findings) {
        return findings.toMaps().stream().anyMatch(finding -> !"info".equals(finding.get("severity")));
    }

    private static Rows check(PartitionApi api, TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        try {
            api.checkConfig(work);
        } catch (SQLException e) {
            // What comes next has a finding for it, beside all others.
            if (!FOUND_BY_CHECK.contains(e.getSQLState())) {
                throw e;
            }
        }
        return api.checkPartitions(work, asOf);
    }
}
