package org.partitiontools.definitions.scratch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.partitiontools.database.ReportedException;
import org.partitiontools.database.SqlError;

/**
 * Executes definitions in a transaction, in an order that it finds: a statement that misses something is tried again when others have been
 * executed.
 */
final class Installation {

    private final Connection session;

    Installation(Connection session) {
        this.session = session;
    }

    private record Failure(DefinitionStatement statement, SQLException error) {
    }

    /**
     * Executes them all.
     *
     * @throws ReportedException PP031 where some cannot be executed, with all of these
     */
    void install(List<DefinitionStatement> statements) throws SQLException {
        List<DefinitionStatement> open = statements;
        List<Failure> failures = List.of();
        while (!open.isEmpty()) {
            failures = new ArrayList<>();
            for (DefinitionStatement statement : open) {
                execute(statement, failures);
            }
            if (failures.size() == open.size()) {
                throw refused(failures);
            }
            open = failures.stream().map(Failure::statement).toList();
        }
    }

    /** Executes a statement that may fail. */
    boolean attempt(String sql) throws SQLException {
        List<Failure> failures = new ArrayList<>();
        execute(new DefinitionStatement(null, 0, sql), failures);
        return failures.isEmpty();
    }

    private void execute(DefinitionStatement definition, List<Failure> failures) throws SQLException {
        Savepoint before = session.setSavepoint();
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(definition.sql());
            session.releaseSavepoint(before);
        } catch (SQLException e) {
            session.rollback(before);
            failures.add(new Failure(definition, e));
        }
    }

    private static ReportedException refused(List<Failure> failures) {
        String all = failures.stream().map(failure -> failure.statement().place() + ": " + SqlError.of(failure.error())).collect(Collectors.joining("\n"));
        return new ReportedException(new SqlError("PP031", failures.size() + " statements of the definitions cannot be executed",
                all, "correct the files; what they need from elsewhere (roles, tablespaces, extensions) has to be on the server"), failures.get(0).error());
    }
}
