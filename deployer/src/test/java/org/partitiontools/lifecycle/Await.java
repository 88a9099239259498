package org.partitiontools.lifecycle;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.partitiontools.testing.KeptSessions;
import org.partitiontools.testing.TestDatabase;

/** Waits for a state of the server instead of a length of time: machines differ. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 10;

    private Await() {
    }

    /** What is waited for. */
    public interface Condition {
        boolean holds() throws SQLException;
    }

    public static void until(String what, Condition condition) throws SQLException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        // A new session for each look would keep a processor busy that others wait for.
        KeptSessions sessions = KeptSessions.begin();
        try (sessions) {
            while (!condition.holds()) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("waited in vain for: " + what);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** Until a session waits for a lock on a table or one of its partitions. */
    public static void lockWait(TestDatabase database, int pid) throws SQLException, InterruptedException {
        until("session " + pid + " waits for a lock", () -> !database.queryForStrings(
                "SELECT 1 FROM pg_locks WHERE pid = ? AND locktype = 'relation' AND NOT granted", pid).isEmpty());
    }
}
