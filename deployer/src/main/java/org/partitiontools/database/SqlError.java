package org.partitiontools.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.SQLException;
import java.util.StringJoiner;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error as the server reports it.
 *
 * @param sqlstate five letters; class PP is listed in doc/errors.md
 * @param message what happened to which object
 * @param detail the cause, or null
 * @param hint the remedy, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SqlError(String sqlstate, String message, String detail, String hint) {

    public static SqlError of(SQLException exception) {
        if (exception instanceof ReportedException reported) {
            return reported.error();
        }
        ServerErrorMessage server = exception instanceof PSQLException e ? e.getServerErrorMessage() : null;
        return server == null
                ? new SqlError(exception.getSQLState(), exception.getMessage(), null, null)
                : new SqlError(server.getSQLState(), server.getMessage(), server.getDetail(), server.getHint());
    }

    /** As psql would show it, one line each. */
    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner("\n  ");
        lines.add(message + (sqlstate == null ? "" : " (SQLSTATE " + sqlstate + ")"));
        if (detail != null) {
            lines.add("DETAIL: " + detail);
        }
        if (hint != null) {
            lines.add("HINT: " + hint);
        }
        return lines.toString();
    }
}
