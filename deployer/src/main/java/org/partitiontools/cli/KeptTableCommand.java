package org.partitiontools.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code revert} and {@code finish} have in common: one call about a conversion, which may take its time, and says what it does. */
abstract class KeptTableCommand extends DatabaseCommand {

    @Parameters(paramLabel = "JOB|TABLE",
            description = "Number of the job that has converted the table, or of the one that keeps the plain table; or the table, as schema.table.")
    private String which;

    @Spec
    private CommandSpec command;

    /** Calls a routine with the number of the job; its errors are the command's. */
    final int call(String routine) throws SQLException {
        Database database = installedDatabase();
        try (Connection session = database.open(); Statement statement = session.createStatement()) {
            PartitionApi api = new PartitionApi(session);
            long job = job(api);
            String call = api.statementFor(routine, job);
            new Interruption(() -> cancel(statement), "give the same command again", output().err()).during(() -> {
                try {
                    execute(statement, call);
                } catch (SQLException e) {
                    if (!PartitionApi.KEYS_WANTED.equals(e.getSQLState())) {
                        throw e;
                    }
                    for (String sql : api.clientStatements(api.keeperOf(job))) {
                        execute(statement, sql);
                    }
                    execute(statement, call);
                }
                return null;
            });
            return ExitCode.DONE;
        }
    }

    private void execute(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } finally {
            for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                output().err().println(notice.getMessage());
            }
            output().err().flush();
        }
    }

    private long job(PartitionApi api) throws SQLException {
        if (!which.matches("[0-9]+")) {
            return api.conversionOf(which);
        }
        try {
            return Long.parseLong(which);
        } catch (NumberFormatException e) {
            throw new ParameterException(command.commandLine(), which + " is not the number of a job", e);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new IllegalStateException("the statement could not be cancelled: " + e.getMessage(), e);
        }
    }
}
