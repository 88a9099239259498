package org.partitiontools.archive.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.partitiontools.archive.Json;
import org.partitiontools.archive.store.ObjectStore;
import org.partitiontools.archive.store.S3Server;
import org.partitiontools.archive.store.StoreErrors;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;
import software.amazon.awssdk.core.exception.SdkException;

/** Does what jobs need outside the database: carries rows to S3 and back. Several threads may use it. */
public final class Worker {

    private final Database database;
    private final Duration patience;
    private final Stop stop = new Stop();

    public Worker(Database database) {
        this(database, ObjectStore.PATIENCE);
    }

    /**
     * @param patience how long an object store may say nothing
     */
    Worker(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /**
     * Does a job, from where it is to its end. Does nothing where nothing is left.
     *
     * @throws SQLException if the database or the object store refuses; the job is then failed, and can be done again
     */
    public void work(long job) throws SQLException {
        stop.check();
        try (WorkSession session = WorkSession.begin(database, job)) {
            stop.add(session.postgres());
            try {
                Optional<JsonNode> task = session.task();
                if (task.isPresent()) {
                    work(session, task.get());
                }
            } finally {
                stop.remove(session.postgres());
            }
        }
    }

    /** Ends all work, and what would begin. Jobs can go on later. */
    public void cancel() {
        stop.stop();
    }

    private void work(WorkSession session, JsonNode task) throws SQLException {
        S3Server server = Json.convert(task.get("server"), S3Server.class);
        String bucket = task.get("bucket").asText();
        Stop part = stop.part();
        try (ObjectStore store = ObjectStore.open(server, bucket, patience)) {
            if (task.get("kind").asText().equals("upload")) {
                upload(session, Json.convert(task, UploadTask.class), store, part);
            } else {
                download(session, Json.convert(task, DownloadTask.class), store, part);
            }
        } catch (SdkException e) {
            // The client could not even be made.
            throw failed(session, StoreErrors.of(e, server, bucket));
        } finally {
            stop.forget(part);
        }
    }

    private void upload(WorkSession session, UploadTask task, ObjectStore store, Stop part) throws SQLException {
        Upload upload = new Upload(database, session, task, store, part);
        String result;
        try {
            result = upload.write();
        } catch (Exception e) {
            throw failed(session, StoreErrors.of(e, task.server(), task.bucket()));
        }
        try {
            session.done(result);
        } catch (SQLException e) {
            removeUnlessTaken(session, upload, e);
            throw e;
        }
    }

    /** The database may have taken the archive and failed after that: then it is the only place where the rows are. */
    private static void removeUnlessTaken(WorkSession session, Upload upload, SQLException reason) {
        try {
            if (!session.isArchived(upload.location())) {
                upload.remove();
            }
        } catch (SQLException | SdkException e) {
            // Nobody knows, so it stays.
            reason.addSuppressed(e);
        }
    }

    private static void download(WorkSession session, DownloadTask task, ObjectStore store, Stop part) throws SQLException {
        try {
            new Download(session, task, store, part).load();
        } catch (Exception e) {
            throw failed(session, StoreErrors.of(e, task.server(), task.bucket()));
        }
        session.done("{}");
    }

    private static SQLException failed(WorkSession session, SQLException reason) {
        try {
            session.failed(SqlError.of(reason));
        } catch (SQLException e) {
            // The session is gone: the job shows that it was interrupted.
            reason.addSuppressed(e);
        }
        return reason;
    }
}
