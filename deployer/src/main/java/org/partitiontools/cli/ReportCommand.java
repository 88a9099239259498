package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.Optional;
import org.partitiontools.database.Rows;
import org.partitiontools.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: the state of runs and jobs. */
@Command(name = "report",
        description = {
            "Shows the latest runs: rows moved and expected, rate, elapsed time, time left.",
            "",
            "With --run, shows the jobs of that run, with the errors of those that failed."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools report",
            "  partition-tools report --run 17 --format json",
        })
final class ReportCommand extends DatabaseCommand {

    @Option(names = "--run", paramLabel = "N", description = "Show the jobs of this run.")
    private Long run;

    @Option(names = "--last", paramLabel = "N", defaultValue = "20",
            description = "How many runs to show. Default: ${DEFAULT-VALUE}.")
    private int last;

    @Override
    public Integer call() throws SQLException {
        return inSession(api -> {
            Rows rows = run == null ? api.report(last) : api.jobs(run);
            output().print(rows, ReportCommand::text, run == null ? "nothing has been run yet" : "there is no run " + run);
            api.unfinished(Optional.empty()).forEach(output().err()::println);
            output().err().flush();
            return ExitCode.DONE;
        });
    }

    /** Without what makes lines too long; format json has it all. */
    private static String text(Rows rows) {
        return TextTable.of(rows.without("kind", "sources", "targets", "strategy", "operation", "batch", "last_key", "detail", "hint"));
    }
}
