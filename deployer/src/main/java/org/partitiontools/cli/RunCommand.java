package org.partitiontools.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Database;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.text.FindingsText;
import org.partitiontools.run.PolicyWork;
import org.partitiontools.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: brings tables into the shape their policies declare. */
@Command(name = "run",
        description = {
            "Brings the tables into the shape the policy declares, while they are in use.",
            "",
            "A table with an error does not stop the others; the summary at the end names it. Ctrl-C stops cleanly: nothing"
                    + " is lost, and the same command goes on from there."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools run policy.yaml --url postgres://me@db.example.com/shop",
            "  partition-tools run policy.yaml --jobs 4              # four tables at a time",
            "  partition-tools run policy.yaml --sessions 4          # four sessions share the rows of one table",
            "  partition-tools run policy.yaml --table sales.orders",
            "  partition-tools run policy.yaml --watch               # what every table waits for, too",
            "  partition-tools run policy.yaml --only create --check # nothing but new partitions, then what check says",
            "",
            "Exit code 4 if a table failed, 6 if it would have removed partitions wrongly, 7 by a reference time far ahead."
        })
final class RunCommand extends PolicyCommand {

    @Mixin
    private Parallelism parallelism;

    @Mixin
    private SharedWork shared;

    @Mixin
    private Only only;

    @Option(names = "--force", description = "Take the reference time as it is, although it lies far ahead of the server's clock and partitions"
            + " are removed by it.")
    private boolean force;

    @Option(names = "--check", description = "Check the tables afterwards, as the command check does. In format json the findings are a key of each table.")
    private boolean check;

    @Option(names = "--watch", description = "On a terminal, show table by table what is done, how fast, and what it waits for.")
    private boolean watch;

    @Override
    public Integer call() throws SQLException {
        List<TableWork> tables = work();
        Database database = installedDatabase();
        List<TableResult> results = run(database, only.of(tables));
        if (!check) {
            output().print(Summary.rows(results), Summary::text, "the policy has no tables");
            remark(database, results);
            return Summary.exitCode(results);
        }
        try (Connection connection = database.open()) {
            TableQueries findings = CheckCommand.findings(new PartitionApi(connection), tables, output().log(), this::asOf);
            if (output().isTable()) {
                output().print(Summary.rows(results), Summary::text, "the policy has no tables");
                output().print(findings, FindingsText::of, CheckCommand.whenEmpty(findings));
            } else {
                output().print(Summary.withFindings(results, findings), rows -> "", "");
            }
            remark(database, results);
            return Math.max(Summary.exitCode(results), CheckCommand.exitCode(findings));
        }
    }

    private void remark(Database database, List<TableResult> results) throws SQLException {
        remark(results);
        remarkUnfinished(database, results);
    }

    private List<TableResult> run(Database database, List<TableWork> tables) throws SQLException {
        try (ProgressDisplay display = watch ? Terminal.watch(output().err(), output().log()) : Terminal.display(output().err(), output().log())) {
            Runner runner = new Runner(database, display, shared.sessions());
            PolicyWork work = new PolicyWork(tables, this::asOf, force);
            return new Interruption(runner::cancel, "give the same command again", output().err()).during(() -> runner.run(work, parallelism.jobs()));
        }
    }

    private void remark(List<TableResult> results) {
        String failed = results.stream().filter(result -> !result.isDone()).map(TableResult::table).collect(Collectors.joining(", "));
        String left = results.stream().filter(result -> result.left() > 0)
                .map(result -> result.table() + " (" + result.left() + " actions)").collect(Collectors.joining(", "));
        long inShape = results.stream().filter(TableResult::isInShape).count();
        output().err().println(inShape + " of " + results.size() + " tables are in shape"
                + (left.isEmpty() ? "" : "; left for the next run: " + left)
                + (failed.isEmpty() ? "" : "; not done: " + failed));
        output().err().flush();
    }

    /** Jobs of earlier runs, too: what they have left stays on the table until somebody goes on or undoes it. */
    private void remarkUnfinished(Database database, List<TableResult> results) throws SQLException {
        try (Connection connection = database.open()) {
            PartitionApi api = new PartitionApi(connection);
            for (TableResult result : results) {
                // A table that could not even be planned may not exist.
                if (result.jobs() > 0 || result.isDone()) {
                    api.unfinished(Optional.of(result.table())).forEach(output().err()::println);
                }
            }
        }
        output().err().flush();
    }
}
