package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.api.TableWork;
import org.partitiontools.text.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plan}: shows what {@code run} would do. */
@Command(name = "plan",
        description = {
            "Shows what run would do: the actions that bring the tables into the shape the policy declares.",
            "",
            "Changes nothing. For each action: sources, targets, strategy, rows and bytes to move (estimated), and the"
                    + " strongest lock. After a successful run the plan is empty."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools plan policy.yaml --url postgres://me@db.example.com/shop",
            "  partition-tools plan policy.yaml --table sales.orders --as-of 2026-12-31",
        })
final class PlanCommand extends PolicyCommand {

    @Mixin
    private Only only;

    @Override
    public Integer call() throws SQLException {
        List<TableWork> tables = only.of(work());
        return inSession(api -> {
            TableQueries plans = TableQueries.ask(tables, output().log(), work -> api.plan(work, asOf(work)));
            output().print(plans, PlanText::of, plans.exitCode() == ExitCode.DONE ? "nothing to do" : "");
            return plans.exitCode();
        });
    }
}
