package org.partitiontools.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Sessions in which {@link TestDatabase#query} of this thread looks again and again, until they are closed. Elsewhere each
 * query has a new session, which takes longer than the query.
 */
public final class KeptSessions implements AutoCloseable {

    private static final ThreadLocal<KeptSessions> CURRENT = new ThreadLocal<>();

    private final KeptSessions outer = CURRENT.get();
    private final Map<String, Connection> connections = new HashMap<>();

    private KeptSessions() {
    }

    public static KeptSessions begin() {
        KeptSessions sessions = new KeptSessions();
        CURRENT.set(sessions);
        return sessions;
    }

    /** Null outside. */
    static KeptSessions current() {
        return CURRENT.get();
    }

    Connection of(TestDatabase database) throws SQLException {
        Connection connection = connections.get(database.url());
        if (connection == null || !connection.isValid(1)) {
            connection = database.connect();
            connections.put(database.url(), connection);
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        CURRENT.set(outer);
        for (Connection connection : connections.values()) {
            connection.close();
        }
    }
}
