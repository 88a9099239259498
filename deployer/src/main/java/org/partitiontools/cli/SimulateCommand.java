package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.api.TableWork;
import org.partitiontools.text.SimulationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code simulate}: shows what the runs of the months to come would do. */
@Command(name = "simulate",
        description = {
            "Shows what the policy would do in the months to come, if the tables go on growing as their partitions show.",
            "",
            "Changes nothing. For each run: what it would create, merge, move, archive and remove, and what every tablespace"
                    + " would hold then. Rows and bytes are estimates."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools simulate policy.yaml --months 12 --url postgres://me@db.example.com/shop",
            "  partition-tools simulate policy.yaml --every '1 day' --months 2 --format json",
        })
final class SimulateCommand extends PolicyCommand {

    @Option(names = "--months", paramLabel = "N", defaultValue = "12", description = "How far to look. Default: ${DEFAULT-VALUE}.")
    private int months;

    @Option(names = "--every", paramLabel = "INTERVAL", defaultValue = "1 month",
            description = "How often the policy is run: '1 day', '1 week'. Default: ${DEFAULT-VALUE}.")
    private String every;

    @Override
    public Integer call() throws SQLException {
        List<TableWork> tables = work();
        return inSession(api -> {
            TableQueries answers = TableQueries.ask(tables, output().log(), work -> api.simulate(work, asOf(work), months, every));
            output().print(answers, SimulationText::of, "");
            return answers.exitCode();
        });
    }
}
