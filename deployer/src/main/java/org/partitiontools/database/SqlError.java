package org.partitiontools.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.StringJoiner;
import org.partitiontools.Version;
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

    private static final String INTERNAL_ERROR = "XX000";
    private static final String OURS = "org.partitiontools.";
    private static final String UNEXPECTED = "Tables are whole: whatever is done to them is done in transactions. A job that it stopped is listed in"
            + " partition_tools.jobs, and can be started again or cancelled. Please report what the same command prints with --verbose.";

    public static SqlError of(SQLException exception) {
        if (exception instanceof ReportedException reported) {
            return reported.error();
        }
        ServerErrorMessage server = exception instanceof PSQLException e ? e.getServerErrorMessage() : null;
        return server == null
                ? new SqlError(exception.getSQLState(), exception.getMessage(), null, null)
                : new SqlError(server.getSQLState(), server.getMessage(), server.getDetail(), server.getHint());
    }

    /**
     * A mistake of this program: what no condition of database, files or network explains. It says where it happened, for whoever is to mend it,
     * and what to do until then.
     */
    public static SqlError unexpected(Throwable mistake) {
        StackTraceElement[] places = mistake.getStackTrace();
        String place = Arrays.stream(places).filter(p -> p.getClassName().startsWith(OURS)).findFirst().or(() -> Arrays.stream(places).findFirst())
                .map(p -> " at " + p.getClassName() + "." + p.getMethodName() + " (" + p.getFileName() + ":" + p.getLineNumber() + ")").orElse("");
        return new SqlError(INTERNAL_ERROR, "an unexpected error, which is a mistake of this program, " + Version.current(),
                mistake.toString().strip() + place, UNEXPECTED);
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
