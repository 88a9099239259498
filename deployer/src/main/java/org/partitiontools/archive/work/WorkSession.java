package org.partitiontools.archive.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.partitiontools.archive.Json;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The session that holds the locks of a job: everything about the job is said through it. */
final class WorkSession implements AutoCloseable {

    private final Connection connection;
    private final WorkDialect dialect;
    private final long job;

    private WorkSession(Connection connection, long job) throws SQLException {
        this.connection = connection;
        this.dialect = WorkDialect.of(connection);
        this.job = job;
    }

    /** Opens it, and does what comes before the worker's phase. */
    static WorkSession begin(Database database, long job) throws SQLException {
        Connection connection = database.getConnection();
        try {
            WorkSession session = new WorkSession(connection, job);
            session.begin();
            return session;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void begin() throws SQLException {
        connection.setAutoCommit(!dialect.isOneTransaction());
        try {
            call("work_begin(?)", job);
        } catch (SQLException e) {
            if (dialect.isOneTransaction()) {
                failed(SqlError.of(e));
            }
            throw e;
        }
    }

    WorkDialect dialect() {
        return dialect;
    }

    PGConnection postgres() throws SQLException {
        return connection.unwrap(PGConnection.class);
    }

    /** What is to be done; empty where nothing is left. */
    Optional<JsonNode> task() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT partition_tools_internal.work_task(?)")) {
            statement.setLong(1, job);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1) == null ? Optional.empty() : Optional.of(Json.read(row.getString(1)));
            }
        }
    }

    /** Fails where the job is not this worker's any more. */
    void progress(long rows) throws SQLException {
        query("SELECT partition_tools_internal.work_progress(?, ?)", job, rows);
    }

    /** Ends the worker's phase; the database does the rest. */
    void done(String result) throws SQLException {
        try {
            call("work_done(?, ?::json)", job, result);
            commit();
        } catch (SQLException e) {
            if (dialect.isOneTransaction()) {
                failed(SqlError.of(e));
            }
            throw e;
        }
    }

    /** Records why the worker could not do its part; where all is one transaction, takes that back first. */
    void failed(SqlError error) throws SQLException {
        if (dialect.isOneTransaction()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        call("work_failed(?, ?, ?, ?, ?)", job, error.sqlstate(), error.message(), error.detail(), error.hint());
    }

    private void commit() throws SQLException {
        if (dialect.isOneTransaction()) {
            connection.commit();
        }
    }

    /** Whether the database has taken an archive. */
    boolean isArchived(String location) throws SQLException {
        return query("SELECT EXISTS (SELECT FROM partition_tools_internal.archive WHERE location = ?)::text", location).equals("true");
    }

    /** Says who this database is, among all that could share a bucket. */
    String databaseMark() throws SQLException {
        return query("SELECT substr(md5((" + dialect.identity() + ")), 1, 8)");
    }

    String databaseName() throws SQLException {
        return connection.getCatalog();
    }

    String serverVersion() throws SQLException {
        return query("SELECT pg_catalog.version()");
    }

    /** Begins a transaction that writes rows. */
    CopyIn beginLoad(String copy) throws SQLException {
        execute(dialect.settings());
        if (!dialect.isOneTransaction()) {
            execute("BEGIN");
        }
        return postgres().getCopyAPI().copyIn(copy);
    }

    /** Commits it together with the record of it. */
    void commitLoad(long rows) throws SQLException {
        query("SELECT partition_tools_internal.work_loaded(?, ?)", job, rows);
        if (!dialect.isOneTransaction()) {
            execute("COMMIT");
        }
    }

    void rollback() throws SQLException {
        execute("ROLLBACK");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void call(String routine, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.call(routine))) {
            set(statement, parameters);
            statement.execute();
        }
    }

    private String query(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
