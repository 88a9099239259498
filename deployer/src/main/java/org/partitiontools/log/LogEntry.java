package org.partitiontools.log;

import java.time.Duration;
import org.partitiontools.database.SqlError;

/**
 * One thing that the program says beside its result.
 *
 * @param level how much it matters
 * @param message what happened
 * @param table the table it is about, or null
 * @param job the job it is about, or null
 * @param error what the server says, or null
 * @param duration how long it took, or null
 */
public record LogEntry(Level level, String message, String table, Long job, SqlError error, Duration duration) {

    public static LogEntry of(Level level, String message) {
        return new LogEntry(level, message, null, null, null, null);
    }

    /** The same, said of a table. */
    public LogEntry about(String name) {
        return new LogEntry(level, message, name, job, error, duration);
    }

    /** The same, said of a job. */
    public LogEntry ofJob(Long id) {
        return new LogEntry(level, message, table, id, error, duration);
    }

    /** The same, with the reason that the server gives. */
    public LogEntry because(SqlError reason) {
        return new LogEntry(level, message, table, job, reason, duration);
    }

    /** The same, with the time it took. */
    public LogEntry after(Duration elapsed) {
        return new LogEntry(level, message, table, job, error, elapsed);
    }
}
