package org.partitiontools.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.partitiontools.database.Rows;
import org.partitiontools.database.SqlError;
import org.partitiontools.progress.TableResult;
import org.partitiontools.text.TextTable;

/** How work on several tables ended. */
final class Summary {

    private Summary() {
    }

    static Rows rows(List<TableResult> results) {
        return new Rows(
                List.of("table", "state", "jobs", "completed", "failed", "left", "rows", "seconds", "sqlstate", "error", "detail", "hint"),
                results.stream().map(Summary::row).toList());
    }

    /** The same with what a check has found of each table. */
    static Rows withFindings(List<TableResult> results, TableQueries findings) {
        Rows rows = rows(results);
        List<String> columns = new ArrayList<>(rows.columns());
        columns.add("findings");
        List<List<Object>> values = rows.values().stream().map(row -> {
            List<Object> more = new ArrayList<>(row);
            more.add(findings.objects().stream().filter(finding -> row.get(0).equals(finding.get("table"))).toList());
            return more;
        }).toList();
        return new Rows(columns, values);
    }

    /** For people. The display has shown them the errors already. */
    static String text(Rows summary) {
        return TextTable.of(summary.without("sqlstate", "error", "detail", "hint"));
    }

    static int exitCode(List<TableResult> results) {
        List<SqlError> errors = results.stream().flatMap(result -> result.error().stream()).toList();
        boolean done = results.stream().allMatch(TableResult::isDone);
        if (done) {
            return ExitCode.DONE;
        }
        return errors.isEmpty() ? ExitCode.OPERATION_FAILED : ErrorHandler.exitCode(errors);
    }

    private static List<Object> row(TableResult result) {
        SqlError error = result.error().orElse(new SqlError(null, null, null, null));
        return Arrays.asList(result.table(), result.state().name(), result.jobs(), result.completed(),
                List.copyOf(result.failures().keySet()), result.left(), result.rows(),
                result.elapsed().toMillis() / 1000.0, error.sqlstate(), error.message(), error.detail(), error.hint());
    }
}
