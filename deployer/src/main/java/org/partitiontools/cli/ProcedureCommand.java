package org.partitiontools.cli;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Map;
import org.partitiontools.database.Database;

/** What commands have in common that are one call of a procedure, which may take hours and says what it does. */
abstract class ProcedureCommand extends DatabaseCommand {

    /**
     * Calls a procedure; its errors are the command's.
     *
     * @param settings of the session, without the prefix {@code partition_tools.}
     * @param sql with a question mark for each argument
     */
    final int call(Map<String, String> settings, String sql, List<?> arguments) throws SQLException {
        Database database = installedDatabase();
        try (Connection session = database.open(); CallableStatement statement = session.prepareCall(sql)) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                set(session, setting.getKey(), setting.getValue());
            }
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, arguments.get(i));
            }
            try {
                new Interruption(() -> cancel(statement), "give the same command again", output().err()).during(statement::execute);
            } finally {
                for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                    output().err().println(notice.getMessage());
                }
                output().err().flush();
            }
            return ExitCode.DONE;
        }
    }

    private static void set(Connection session, String name, String value) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT set_config('partition_tools.' || ?, ?, false)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    private static void cancel(CallableStatement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new IllegalStateException("the statement could not be cancelled: " + e.getMessage(), e);
        }
    }
}
