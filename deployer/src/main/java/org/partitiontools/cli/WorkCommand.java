package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.database.Database;
import org.partitiontools.progress.ProgressDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.Runner;
import org.partitiontools.run.WaitingWork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code work}: does the jobs that SQL leaves to a worker. */
@Command(name = "work",
        description = {
            "Does the jobs of this database that wait for a worker: carries partitions to S3, and archives back.",
            "",
            "Every object is read back and compared before a partition leaves its table. Credentials come from the default"
                    + " chain of AWS: environment, ~/.aws, the role of the pod or the machine. Ctrl-C stops cleanly."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools work --url postgres://me@db.example.com/shop",
            "  partition-tools work --wait                # goes on, and looks for new jobs",
            "",
            "Exit code 4 if a job failed; it can be tried again."
        })
final class WorkCommand extends DatabaseCommand {

    private static final int POLL_SECONDS = 10;

    @Mixin
    private Parallelism parallelism;

    @Option(names = "--wait", description = "Look for new jobs every " + POLL_SECONDS + " seconds, until stopped.")
    private boolean wait;

    @Override
    public Integer call() throws SQLException {
        Database database = installedDatabase();
        try (ProgressDisplay display = Terminal.display(output().err(), output().log())) {
            Runner runner = new Runner(database, display);
            return new Interruption(runner::cancel, "give the same command again", output().err()).during(() -> work(runner));
        }
    }

    private int work(Runner runner) throws SQLException {
        WaitingWork waiting = WaitingWork.all();
        List<TableResult> results = runner.run(waiting, parallelism.jobs());
        output().print(Summary.rows(results), Summary::text, "no job waits for a worker");
        while (wait && !runner.isCancelled()) {
            pause();
            results = runner.run(waiting, parallelism.jobs());
            if (!results.isEmpty()) {
                output().print(Summary.rows(results), Summary::text, "");
            }
        }
        return Summary.exitCode(results);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_SECONDS * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
