package org.partitiontools.cli;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.partitiontools.definitions.diff.MigrationPlan;
import org.partitiontools.definitions.model.Difference;
import org.partitiontools.definitions.model.Statement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code diff}: what differs between a database and its definitions. */
@Command(name = "diff",
        description = {
            "Compares a database with a folder of definitions: what differs, in words and as SQL.",
            "",
            "Changes nothing. Partitions are the policies' and are left alone; a table is compared by its partitioned parent."
        },
        footer = {
            "",
            "Example:",
            "  partition-tools diff definitions/ --url postgres://admin@db.example.com/dwh || alert",
            "",
            "Exit code 5 if something differs. See doc/definitions.md."
        })
final class DiffCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private DefinitionsSource definitions;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws SQLException {
        MigrationPlan plan = definitions.compare(connection.database(), false);
        plan.warnings().forEach(warning -> output.err().println("warning: " + warning));
        output.print(object(plan), text(plan));
        return plan.differences().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FOUND_SOMETHING;
    }

    private static Map<String, Object> object(MigrationPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("differences", plan.differences());
        object.put("statements", plan.statements());
        object.put("withheld", plan.withheld());
        object.put("undeclared", plan.undeclared());
        object.put("warnings", plan.warnings());
        return object;
    }

    private static String text(MigrationPlan plan) {
        String undeclared = plan.undeclared().isEmpty() ? "" : plan.undeclared().stream().map(right -> "\n  " + right)
                .collect(joining("", "\n\nRights that nobody declared, and that are left alone (mode: additive):\n", ""));
        if (plan.differences().isEmpty()) {
            return "the database is as the definitions say" + undeclared;
        }
        return plan.differences().size() + " differences\n\n" + plan.differences().stream().map(DiffCommand::line).collect(joining("\n"))
                + undeclared
                + sql("Statements (partition-tools migration writes them to a file)", plan.statements())
                + sql("Withheld, because they drop something", plan.withheld());
    }

    private static String line(Difference difference) {
        String change = switch (difference.change()) {
            case Difference.MISSING -> "missing in the database";
            case Difference.UNDEFINED -> "not in the definitions";
            default -> difference.detail();
        };
        return "  " + difference.object() + ": " + change + (difference.remedy().isEmpty() ? "" : "\n      " + difference.remedy());
    }

    private static String sql(String title, List<Statement> statements) {
        return statements.isEmpty() ? "" : "\n\n" + title + ":\n\n" + statements.stream()
                .map(statement -> (statement.lock().isEmpty() ? "" : "-- lock: " + statement.lock() + "\n") + statement.sql() + ";").collect(joining("\n"));
    }
}
