package org.partitiontools.archive.work;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.partitiontools.database.Database;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** A session that reads rows in one snapshot, and writes values so that they do not depend on anybody's settings. */
final class ReadingSession implements AutoCloseable {

    private final Connection connection;
    private final Stop stop;

    private ReadingSession(Connection connection, Stop stop) {
        this.connection = connection;
        this.stop = stop;
    }

    /** The first session: its snapshot is the one. Also any session on an engine where writers are kept away. */
    static ReadingSession first(Database database, Stop stop) throws SQLException {
        return open(database, stop, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    /** Another session that sees what the first one sees. */
    ReadingSession another(Database database, String snapshot) throws SQLException {
        return open(database, stop,
                "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET TRANSACTION SNAPSHOT '" + snapshot + "'");
    }

    private static ReadingSession open(Database database, Stop stop, String begin) throws SQLException {
        Connection connection = database.getConnection();
        try {
            ReadingSession session = new ReadingSession(connection, stop);
            session.execute(WorkDialect.of(connection).settings());
            session.execute(begin);
            stop.add(session.postgres());
            return session;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** For sessions that are to see what this one sees, while it is open. */
    String exportSnapshot() throws SQLException {
        return queryForString("SELECT pg_catalog.pg_export_snapshot()");
    }

    /** Which transactions it sees. */
    String snapshot() throws SQLException {
        return queryForString("SELECT pg_catalog.txid_current_snapshot()::text");
    }

    String queryForString(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * Reads rows as lines of CSV.
     *
     * @param rows takes them
     * @return how many the server says there were
     */
    long copy(String query, RowSink rows) throws Exception {
        CopyOut copy = postgres().getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT (FORMAT csv)");
        try {
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                stop.check();
                rows.take(row);
            }
            return copy.getHandledRowCount();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Takes rows. */
    @FunctionalInterface
    interface RowSink {

        void take(byte[] row) throws Exception;
    }

    /** Ends the transaction, and with it its locks. */
    @Override
    public void close() throws SQLException {
        stop.remove(postgres());
        connection.close();
    }

    private PGConnection postgres() throws SQLException {
        return connection.unwrap(PGConnection.class);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
