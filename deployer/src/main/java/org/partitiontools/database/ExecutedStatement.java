package org.partitiontools.database;

import java.time.Duration;

/**
 * A statement that a session has executed.
 *
 * @param sql its text in one line, with its arguments
 * @param duration how long it took
 * @param error why it failed, or null
 */
public record ExecutedStatement(String sql, Duration duration, SqlError error) {
}
