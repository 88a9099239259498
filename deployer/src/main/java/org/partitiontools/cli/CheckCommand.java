package org.partitiontools.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Rows;
import org.partitiontools.files.AtomicFile;
import org.partitiontools.log.Log;
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

    /** An S3 server that is not known; a table that is partitioned by another column. */
    private static final Set<String> FOUND_BY_CHECK = Set.of("PP070", "PP089");

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
        if (output().isMetrics()) {
            return measure(tables);
        }
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

    private int measure(List<TableWork> tables) throws SQLException, IOException {
        TableMetrics metrics = new TableMetrics();
        int exitCode = inSession(api -> exitCode(TableQueries.ask(tables, output().log(), work -> measure(metrics, api, work))));
        if (target == null) {
            output().out().print(metrics);
            output().out().flush();
        } else {
            AtomicFile.write(target, metrics.toString().getBytes(StandardCharsets.UTF_8));
        }
        return exitCode;
    }

    private Rows measure(TableMetrics metrics, PartitionApi api, TableWork work) throws SQLException {
        try {
            Rows findings = check(api, work, asOf(work));
            metrics.add(api, work, findings);
            return findings;
        } catch (SQLException e) {
            metrics.failed(work);
            throw e;
        }
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
