package org.partitiontools.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Rows;
import org.partitiontools.database.SqlError;
import org.partitiontools.files.AtomicFile;
import org.partitiontools.log.Level;
import org.partitiontools.log.LogEntry;
import org.partitiontools.text.FindingsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check}: compares the partitions with the policy. */
@Command(name = "check",
        description = {
            "Checks that the policies fit their tables and that the partitions are as the policies declare.",
            "",
            "Changes nothing; made for monitoring."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools check policy.yaml --format json || alert",
            "  partition-tools check policy.yaml --format openmetrics --output /var/lib/prometheus/node-exporter/partition_tools.prom",
            "",
            "Exit code 5 if it finds something other than severity info."
        })
final class CheckCommand extends PolicyCommand {

    private static final String UNKNOWN_S3_SERVER = "PP070";

    @Option(names = "--output", paramLabel = "FILE",
            description = "With --format openmetrics: write to this file, all at once, as a collector of text files needs it. Default: standard output.")
    private Path target;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException, IOException {
        if (target != null && !output().isMetrics()) {
            throw new ParameterException(command.commandLine(), "--output goes with --format openmetrics");
        }
        List<TableWork> tables = work();
        return output().isMetrics() ? measure(tables) : inSession(api -> {
            TableQueries findings = TableQueries.ask(tables, output().log(), work -> check(api, work));
            boolean allAnswered = findings.exitCode() == ExitCode.DONE;
            output().print(findings, FindingsText::of, allAnswered ? "nothing found" : "");
            return !allAnswered || !isAmiss(findings.rows()) ? findings.exitCode() : ExitCode.CHECK_FOUND_SOMETHING;
        });
    }

    private int measure(List<TableWork> tables) throws SQLException, IOException {
        TableMetrics metrics = new TableMetrics();
        int exitCode = inSession(api -> {
            boolean amiss = false;
            List<SqlError> errors = new ArrayList<>();
            for (TableWork work : tables) {
                try {
                    Rows findings = check(api, work);
                    metrics.add(api, work, findings);
                    amiss |= isAmiss(findings);
                } catch (SQLException e) {
                    errors.add(SqlError.of(e));
                    metrics.failed(work);
                    output().log().write(LogEntry.of(Level.error, "").about(work.table()).because(SqlError.of(e)));
                }
            }
            return !errors.isEmpty() ? ErrorHandler.exitCode(errors) : amiss ? ExitCode.CHECK_FOUND_SOMETHING : ExitCode.DONE;
        });
        if (target == null) {
            output().out().print(metrics);
            output().out().flush();
        } else {
            AtomicFile.write(target, metrics.toString().getBytes(StandardCharsets.UTF_8));
        }
        return exitCode;
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
