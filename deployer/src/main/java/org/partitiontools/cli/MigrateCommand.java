package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.api.Migration;
import org.partitiontools.database.Database;
import org.partitiontools.database.Rows;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.MigrationWork;
import org.partitiontools.run.Runner;
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
            "Targets with trunc are emptied first; into the others go the rows that came since the last run, by their key,"
                    + " or with --full all rows again. Every batch is committed together with the record of it: Ctrl-C, or any"
                    + " crash, neither loses nor doubles a row, and --resume goes on with the run."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools migrate --url postgres://me@db.example.com/shop --jobs 4",
            "  partition-tools migrate --targets sales.orders,sales.lines --verify",
            "  partition-tools migrate --resume 17                   # the rest of run 17",
            "  partition-tools migrate --resume 17 --verify          # once more: is it all there?",
            "",
            "Exit code 1 if no migration is configured, 4 if a job failed or was cancelled, 5 if --verify found a difference."
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

    @Option(names = "--full", description = "Copy all rows again, beside those that earlier runs have copied, instead of those with later keys.")
    private boolean full;

    @Option(names = "--exact", description = "Count the rows first, instead of estimating them.")
    private boolean exact;

    @Option(names = "--verify", description = "Compare sources and targets afterwards: rows and checksums, range by range.")
    private boolean verify;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws SQLException {
        if (resume != null && (full || !targets.isEmpty())) {
            throw new ParameterException(command.commandLine(), "--resume goes on with all targets of its run; leave --targets and --full out");
        }
        Database database = installedDatabase();
        List<TableResult> results;
        Runner runner;
        MigrationWork work;
        try (ProgressDisplay display = Terminal.display(output().err(), output().log())) {
            runner = new Runner(database, display);
            work = MigrationWork.prepare(database, new Migration(targets, Optional.ofNullable(resume), full, exact), display::remark);
            String howToGoOn = "use: partition-tools migrate --resume " + work.runs().last();
            results = new Interruption(runner::cancel, howToGoOn, output().err()).during(() -> runner.run(work, parallelism.jobs()));
        }
        int exitCode = Summary.exitCode(results);
        if (!verify || runner.isCancelled() || exitCode == ExitCode.DATABASE_UNAVAILABLE) {
            print(results, exitCode == ExitCode.DONE && work.isNothingToDo());
            return exitCode;
        }
        Rows verification;
        try {
            verification = work.verify();
        } catch (SQLException e) {
            print(results, false);
            throw e;
        }
        int verified = printWith(results, verification);
        return exitCode == ExitCode.DONE ? verified : exitCode;
    }

    private void print(List<TableResult> results, boolean nothingToDo) {
        String remark = nothingToDo ? "nothing to do: all jobs of run " + resume + " were completed before" : "";
        output().print(Summary.rows(results), rows -> Summary.text(rows) + remark, remark);
        if (verify) {
            output().err().println("source and target were not compared");
            output().err().flush();
        }
    }

    private int printWith(List<TableResult> results, Rows verification) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tables", Summary.rows(results).toMaps());
        all.put("verification", verification.toMaps());
        output().print(all, Summary.text(Summary.rows(results)) + "\n" + TextTable.of(verification).stripTrailing());
        int equal = verification.columns().indexOf("equal");
        long different = verification.values().stream().filter(row -> !Boolean.TRUE.equals(row.get(equal))).count();
        boolean same = different == 0 && !verification.isEmpty();
        output().err().println(same ? "source and target are equal" : verification.isEmpty() ? "nothing was compared" : different + " ranges differ");
        output().err().flush();
        return same ? ExitCode.DONE : ExitCode.CHECK_FOUND_SOMETHING;
    }
}
