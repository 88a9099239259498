package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Plays the worker of unload and restore, with a map instead of an object store: what the SQL promises must hold for any worker. */
final class Archives {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestDatabase database;
    private final Map<String, byte[]> objects = new HashMap<>();

    /** Makes the server that policies mean by default. */
    Archives(TestDatabase database) throws SQLException {
        this.database = database;
        // Servers are an administrator's.
        database.asSuperuser().execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archive') ON CONFLICT DO NOTHING");
    }

    /** A session of the worker. */
    Session session() throws SQLException {
        return new Session(database.connect());
    }

    /** Unloads a partition, start to end. */
    void unload(long job) throws Exception {
        unload(job, false);
    }

    /** @param written whether an earlier attempt has left nothing to do for a worker */
    void unload(long job, boolean written) throws Exception {
        try (Session session = session()) {
            session.begin(job);
            if (isLeft(session, job, written)) {
                session.done(job, session.upload(job));
            }
        }
    }

    /** Restores an archive, start to end. */
    void restore(long job) throws Exception {
        restore(job, false);
    }

    /** @param loaded whether an earlier attempt has left nothing to do for a worker */
    void restore(long job, boolean loaded) throws Exception {
        try (Session session = session()) {
            session.begin(job);
            if (isLeft(session, job, loaded)) {
                session.load(job);
                session.done(job, "{}");
            }
        }
    }

    private static boolean isLeft(Session session, long job, boolean done) throws Exception {
        if (done) {
            assertThat(session.task(job)).as("task of job %s", job).isNull();
        }
        return !done;
    }

    /** The job that restores the archive of a partition. */
    long restoreJob(String partition, String asTable) throws SQLException {
        return Long.parseLong(database.queryForString("SELECT job_id FROM partition_tools.restore((SELECT max(archive_id) FROM partition_tools.archives"
                + " WHERE partition_name = ?), ?)", partition, asTable));
    }

    /** The jobs that wait for a worker, in order. */
    List<Long> waiting() throws SQLException {
        return database.queryForStrings("SELECT job_id FROM partition_tools_internal.work_waiting()").stream().map(Long::valueOf).toList();
    }

    /** The locks of a job are with the session that has begun it. */
    final class Session implements AutoCloseable {

        private final Connection connection;
        private final List<String> messages = new ArrayList<>();

        private Session(Connection connection) {
            this.connection = connection;
        }

        int pid() throws SQLException {
            return connection.unwrap(PGConnection.class).getBackendPID();
        }

        void begin(long job) throws SQLException {
            execute("CALL partition_tools_internal.work_begin(" + job + ")");
        }

        /** Null where there is nothing to do. */
        JsonNode task(long job) throws SQLException, JsonProcessingException {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT partition_tools_internal.work_task(" + job + ")")) {
                row.next();
                return row.getString(1) == null ? null : JSON.readTree(row.getString(1));
            }
        }

        /** Takes the task and writes its objects; returns the result for {@link #done}. */
        String upload(long job) throws Exception {
            return write(task(job));
        }

        /** Reads a partition in one snapshot. */
        String write(JsonNode task) throws Exception {
            try (Connection reader = database.connect()) {
                return write(reader, task);
            }
        }

        private String write(Connection reader, JsonNode task) throws SQLException, IOException {
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.setAutoCommit(false);
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            long count = new CopyManager(reader.unwrap(org.postgresql.core.BaseConnection.class)).copyOut(
                    "COPY (SELECT " + columns(task) + " FROM ONLY " + task.get("relation").asText() + ") TO STDOUT", rows);
            reader.rollback();
            String location = "s3://" + task.get("bucket").asText() + "/" + task.get("attempt_id").asText();
            objects.put(location, rows.toByteArray());
            return result(task, location, count, rows.size());
        }

        private String result(JsonNode task, String location, long rows, long bytes) {
            ObjectNode manifest = JSON.createObjectNode().put("format", "csv").put("compression", "none").put("rows", rows);
            manifest.putArray("files").addObject().put("key", "part-00000").put("rows", rows).put("bytes", bytes);
            manifest.set("columns", task.get("columns"));
            return JSON.createObjectNode().put("rows", rows).put("bytes", bytes).put("location", location).set("manifest", manifest).toString();
        }

        /** Takes the task and loads its rows, in one transaction with their record. */
        void load(long job) throws Exception {
            load(job, 0);
        }

        /** @param more what to say in excess of the rows that are loaded */
        void load(long job, long more) throws Exception {
            JsonNode task = task(job);
            connection.setAutoCommit(false);
            try {
                long rows = new CopyManager(connection.unwrap(org.postgresql.core.BaseConnection.class)).copyIn(
                        "COPY " + task.get("relation").asText() + " (" + columns(task) + ") FROM STDIN",
                        new ByteArrayInputStream(objects.get(task.get("location").asText())));
                execute("SELECT partition_tools_internal.work_loaded(" + job + ", " + (rows + more) + ")");
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }

        void done(long job, String result) throws SQLException {
            execute("CALL partition_tools_internal.work_done(" + job + ", " + Literals.quote(result) + ")");
        }

        void failed(long job, String message) throws SQLException {
            execute("CALL partition_tools_internal.work_failed(" + job + ", 'PP074', " + Literals.quote(message) + ", NULL, NULL)");
        }

        void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
                for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                    messages.add(w.getMessage());
                }
            }
        }

        /** Notices and warnings so far. */
        List<String> messages() {
            return messages;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static String columns(JsonNode task) {
        return StreamSupport.stream(task.get("columns").spliterator(), false)
                .map(column -> Literals.identifier(column.get("name").asText())).collect(Collectors.joining(", "));
    }
}
