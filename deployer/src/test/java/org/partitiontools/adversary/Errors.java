package org.partitiontools.adversary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;

/** Which errors a session may see. */
final class Errors {

    private static final Set<String> CONNECTION = Set.of("57P01", "08006", "08003", "08001", "57P02", "57P03");
    private static final Set<String> DOCUMENTED = documented();

    private Errors() {
    }

    /** Codes of class PP that doc/errors.md explains. */
    private static Set<String> documented() {
        Path page = Path.of(System.getProperty("project.directory", "."), "doc", "errors.md");
        try {
            return Pattern.compile("(?m)^\\| (PP\\d{3}) \\|").matcher(Files.readString(page)).results().map(match -> match.group(1)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static boolean documented(SQLException e) {
        return DOCUMENTED.contains(String.valueOf(e.getSQLState()));
    }

    static boolean connectionLost(SQLException e) {
        return CONNECTION.contains(String.valueOf(e.getSQLState()));
    }

    static String detail(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException p && p.getServerErrorMessage() != null) {
                return String.valueOf(p.getServerErrorMessage().getDetail());
            }
        }
        return "";
    }

    static String text(SQLException e) {
        String detail = detail(e);
        return e.getSQLState() + " " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + (detail.isEmpty() ? "" : " [" + detail.replaceAll("\\s+", " ") + "]");
    }

    /**
     * Whether an application session may get an error at the table although the twin took the statement.
     *
     * @param readCommitted whether each statement has a snapshot of its own; then nothing can have changed since that of the twin's
     * @param patient whether the session has no lock_timeout of its own
     * @param jobs processes that execute jobs
     */
    static boolean fair(SQLException e, boolean readCommitted, boolean patient, Set<Integer> jobs) {
        return switch (String.valueOf(e.getSQLState())) {
            case "40001" -> !readCommitted;
            // Jobs give way long before deadlock_timeout.
            case "40P01" -> jobs.stream().noneMatch(pid -> detail(e).matches("(?s).*\\b" + pid + "\\b.*"));
            case "55P03" -> !patient;
            case "57014" -> !String.valueOf(e.getMessage()).contains("statement timeout");
            default -> false;
        };
    }
}
