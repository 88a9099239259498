package org.partitiontools.archive.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.partitiontools.archive.ArchiveErrors;
import org.postgresql.PGConnection;

/** Ends the work of several threads: what waits for the database is cancelled, what comes later does not begin. */
final class Stop {

    private final Set<PGConnection> sessions = new HashSet<>();
    private final List<Stop> parts = new ArrayList<>();
    private volatile boolean stopped;

    /** For a part of the work, which ends with the whole, but can end before. */
    synchronized Stop part() {
        Stop part = new Stop();
        part.stopped = stopped;
        parts.add(part);
        return part;
    }

    /** A part that has ended. */
    synchronized void forget(Stop part) {
        parts.remove(part);
    }

    /** A session whose statements are to be cancelled. */
    synchronized void add(PGConnection session) {
        sessions.add(session);
    }

    synchronized void remove(PGConnection session) {
        sessions.remove(session);
    }

    synchronized void stop() {
        stopped = true;
        parts.forEach(Stop::stop);
        for (PGConnection session : sessions) {
            try {
                session.cancelQuery();
            } catch (SQLException e) {
                // The session is gone, and with it what it did: that is what was wanted.
                continue;
            }
        }
    }

    /**
     * Called before every step.
     *
     * @throws SQLException if it was stopped
     */
    void check() throws SQLException {
        if (stopped) {
            throw ArchiveErrors.cancelled();
        }
    }
}
