package org.partitiontools.archive.work;

import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.partitiontools.Version;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.Json;
import org.partitiontools.archive.Manifest;
import org.partitiontools.archive.format.RowFormat;
import org.partitiontools.archive.store.ObjectStore;
import org.partitiontools.database.Database;

/**
 * Archives one partition: sessions with the same snapshot write objects, every object is read back while the next ones are written,
 * and the manifest comes last.
 */
final class Upload {

    private final Database database;
    private final WorkSession session;
    private final UploadTask task;
    private final ObjectStore store;
    private final Stop stop;
    private final Attempt attempt;
    private final RowFormat format;
    // Each session adds to it row by row.
    private final LongAdder rows = new LongAdder();
    // Each needs memory, too.
    private final Semaphore proving;

    Upload(Database database, WorkSession session, UploadTask task, ObjectStore store, Stop stop) throws SQLException {
        this.database = database;
        this.session = session;
        this.task = task;
        this.store = store;
        this.stop = stop;
        this.attempt = new Attempt(store, task, session.databaseMark());
        this.format = RowFormat.of(task.format(), task.compression(), task.columns());
        this.proving = new Semaphore(task.server().sessions());
    }

    /**
     * Writes the archive.
     *
     * @return the result, as {@code work_done} takes it
     */
    String write() throws Exception {
        store.requireBucket();
        attempt.removeLeftovers();
        Manifest manifest = writeFiles();
        stop.check();
        attempt.seal(manifest);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("manifest", manifest);
        result.put("rows", manifest.rows());
        result.put("bytes", manifest.bytes());
        result.put("location", location());
        return Json.write(result);
    }

    String location() {
        return "s3://" + task.bucket() + "/" + attempt.folder();
    }

    /** Removes what was written; for archives that the database did not take. */
    void remove() {
        attempt.remove();
    }

    private Manifest writeFiles() throws Exception {
        List<String> queries = Slices.of(task);
        Queue<Integer> open = new ConcurrentLinkedQueue<>(IntStream.range(0, queries.size()).boxed().toList());
        ArchivedFile[] files = new ArchivedFile[queries.size()];
        Queue<CompletableFuture<Void>> proofs = new ConcurrentLinkedQueue<>();
        Stop reading = stop.part();
        try (Team team = new Team(reading)) {
            FileUpload upload = new FileUpload(store, format, team.threads(), rows);
            SnapshotReaders readers = SnapshotReaders.open(database, session.dialect(), Math.min(task.server().sessions(), queries.size()), reading);
            team.await(readers.sessions().stream().map(reader -> team.begin(() -> {
                try (reader) {
                    for (Integer n = open.poll(); n != null; n = open.poll()) {
                        ArchivedFile file = upload.write(reader, queries.get(n), attempt.key(n, format.suffix()));
                        files[n] = file;
                        proofs.add(team.begin(() -> prove(file, reading)));
                    }
                }
                return null;
            })).toList(), this::tellProgress);
            // The sessions are closed: nothing that is still to be proved needs them.
            team.await(proofs, this::tellProgress);
            return manifest(readers.snapshot(), List.of(files));
        }
    }

    private Manifest manifest(String snapshot, List<ArchivedFile> files) throws SQLException {
        List<String> path = task.path();
        return new Manifest(Manifest.FORMAT_VERSION, "Partition Tools " + Version.current(), session.serverVersion(), session.databaseName(),
                path.get(0), path.get(1), path.get(2), task.bounds(), task.columns(), task.ddl(), task.format(), task.compression(), files,
                files.stream().mapToLong(ArchivedFile::rows).sum(), files.stream().mapToLong(ArchivedFile::bytes).sum(), snapshot,
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(), task.jobId(), task.attemptId());
    }

    private Void prove(ArchivedFile file, Stop reading) throws Exception {
        proving.acquire();
        try {
            new ReadBack(store, format).read(file, new StoppableOutput(reading, OutputStream.nullOutputStream()));
            return null;
        } finally {
            proving.release();
        }
    }

    private void tellProgress() throws SQLException {
        session.progress(rows.sum());
    }
}
