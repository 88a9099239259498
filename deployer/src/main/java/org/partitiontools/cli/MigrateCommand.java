package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.run.Migration;
import org.partitiontools.run.MigrationRunner;
import org.partitiontools.run.ProgressDisplay;
import org.partitiontools.run.TableResult;
import org.partitiontools.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code migrate}: copies the tables of {@code partition_tools.migration_config}. */
@Command(name = "migrate",
        description = {
            "Copies data from source to target tables, as the table partition_tools.migration_config says.",
            "",
            "Targets with trunc are emptied first. Every batch is committed together with the record of it: Ctrl-C, or any"
                    + " crash, neither loses nor doubles a row, and --resume goes on with the run."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools migrate --url postgres://me@db.example.com/shop --jobs 4",
            "  partition-tools migrate --targets sales.orders,sales.lines --verify",
            "  partition-tools migrate --resume 17                   # the rest of run 17",
            "",
            "Exit code 4 if a job failed, 5 if --verify found a difference."
        })
final class MigrateCommand extends DatabaseCommand {

    @Option(names = "--targets", paramLabel = "SCHEMA.TABLE", split = ",",
            description = "Only these targets, separated by commas. Default: all that are configured.")
    private List<String> targets = List.of();

    @Mixin
    private Parallelism parallelism;

    @Option(names = "--resume", paramLabel = "RUN",
            description = "Go on with the unfinished jobs of this run instead of making a new one.")
    private Long resume;

    @Option(names = "--exact", description = "Count the rows first, instead of estimating them.")
    private boolean exact;

    @Option(names = "--verify", description = "Compare sources and targets afterwards: rows and checksums, range by range.")
    private boolean verify;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException {
        if (resume != null && !targets.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--resume goes on with all targets of its run; leave --targets out");
        }
        Database database = installedDatabase();
        List<TableResult> results;
        MigrationRunner runner;
        try (ProgressDisplay display = Terminal.display(output().err())) {
            runner = new MigrationRunner(database, display);
            SortedSet<Long> runs = runner.prepare(new Migration(targets, Optional.ofNullable(resume), exact));
            String howToGoOn = runs.isEmpty() ? "" : "use: partition-tools migrate --resume " + runs.last();
            results = new Interruption(runner::cancel, howToGoOn, output().err()).during(() -> runner.run(parallelism.jobs()));
        }
        int exitCode = Summary.exitCode(results);
        if (!verify || exitCode != ExitCode.DONE) {
            output().print(Summary.rows(results), Summary::text, "nothing to do: no migration is configured, or all jobs are done");
            return exitCode;
        }
        return printWith(results, runner.verify());
    }

    private int printWith(List<TableResult> results, Rows verification) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tables", Summary.rows(results).toMaps());
        all.put("verification", verification.toMaps());
        output().print(all, Summary.text(Summary.rows(results)) + "\n" + TextTable.of(verification).stripTrailing());
        int equal = verification.columns().indexOf("equal");
        long different = verification.values().stream().filter(row -> !Boolean.TRUE.equals(row.get(equal))).count();
        output().err().println(different == 0 ? "source and target are equal" : different + " ranges differ");
        output().err().flush();
        return different == 0 ? ExitCode.DONE : ExitCode.CHECK_FOUND_SOMETHING;
    }
}
