package org.partitiontools.archive.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.database.Database;

/**
 * Sessions that see the same.
 *
 * @param sessions at least one
 * @param snapshot which transactions they see
 */
record SnapshotReaders(List<ReadingSession> sessions, String snapshot) {

    /** Opens them; whoever gets one closes it. */
    static SnapshotReaders open(Database database, WorkDialect dialect, int count, Stop stop) throws SQLException {
        List<ReadingSession> sessions = new ArrayList<>();
        try {
            ReadingSession first = ReadingSession.first(database, stop);
            sessions.add(first);
            String exported = count == 1 || dialect.isOneTransaction() ? null : first.exportSnapshot();
            while (sessions.size() < count) {
                sessions.add(exported == null ? ReadingSession.first(database, stop) : first.another(database, exported));
            }
            return new SnapshotReaders(sessions, first.snapshot());
        } catch (SQLException e) {
            for (ReadingSession session : sessions) {
                session.close();
            }
            throw e;
        }
    }
}
