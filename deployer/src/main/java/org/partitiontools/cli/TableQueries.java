package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.api.TableWork;
import org.partitiontools.database.Rows;
import org.partitiontools.database.SqlError;
import org.partitiontools.log.Level;
import org.partitiontools.log.Log;
import org.partitiontools.log.LogEntry;

/** Asks the same of several tables. A table with an error does not keep the others from an answer. */
final class TableQueries {

    /** What is asked of one table. */
    @FunctionalInterface
    interface TableQuery {
        Rows ask(TableWork work) throws SQLException;
    }

    private final List<Rows> answers = new ArrayList<>();
    private final List<Map<String, Object>> objects = new ArrayList<>();
    private final List<SqlError> errors = new ArrayList<>();

    /** Asks, and reports errors at once. */
    static TableQueries ask(List<TableWork> tables, Log log, TableQuery query) {
        TableQueries queries = new TableQueries();
        for (TableWork work : tables) {
            try {
                Rows answer = query.ask(work).withFirst("table", work.table());
                queries.answers.add(answer);
                queries.objects.addAll(answer.toMaps());
            } catch (SQLException e) {
                SqlError error = SqlError.of(e);
                queries.errors.add(error);
                queries.objects.add(object(work, error));
                log.write(LogEntry.of(Level.error, "").about(work.table()).because(error));
            }
        }
        return queries;
    }

    /** The answers under each other. */
    Rows rows() {
        List<String> columns = answers.isEmpty() ? List.of() : answers.get(0).columns();
        return Rows.union(columns, answers);
    }

    /** The answers as objects, and an object with the error for each table that gave none. */
    List<Map<String, Object>> objects() {
        return objects;
    }

    private static Map<String, Object> object(TableWork work, SqlError error) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", work.table());
        object.put("sqlstate", error.sqlstate());
        object.put("error", error.message());
        object.put("detail", error.detail());
        object.put("hint", error.hint());
        return object;
    }

    /** 0, or the exit code of the errors. */
    int exitCode() {
        return ErrorHandler.exitCode(errors);
    }
}
