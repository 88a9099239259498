package org.partitiontools.archive.work;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.partitiontools.archive.ArchiveErrors;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.format.RowFormat;
import org.partitiontools.archive.format.RowWriter;
import org.partitiontools.archive.store.ObjectStore;
import org.partitiontools.archive.store.PartOutput;
import software.amazon.awssdk.core.exception.SdkException;

/** Writes one object of an archive. */
final class FileUpload {

    private final ObjectStore store;
    private final RowFormat format;
    private final Executor threads;
    private final LongAdder rows;

    /**
     * @param rows counts the rows of all objects
     */
    FileUpload(ObjectStore store, RowFormat format, Executor threads, LongAdder rows) {
        this.store = store;
        this.format = format;
        this.threads = threads;
        this.rows = rows;
    }

    /** What the query returns becomes the object, or nothing does. */
    ArchivedFile write(ReadingSession session, String query, String key) throws Exception {
        PartOutput object = store.output(key, threads);
        try {
            return write(session, query, key, object);
        } catch (Exception | Error e) {
            abort(object, e);
            throw e;
        }
    }

    private ArchivedFile write(ReadingSession session, String query, String key, PartOutput object) throws Exception {
        RowWriter writer = format.writer(object);
        AtomicLong came = new AtomicLong();
        long told = session.copy(query, row -> {
            writer.write(row);
            came.incrementAndGet();
            rows.increment();
        });
        writer.close();
        if (told != came.get()) {
            throw ArchiveErrors.verification("the server says that it sent " + told + " rows, and " + came + " came", null);
        }
        return new ArchivedFile(key, told, object.bytes(), object.sha256(), writer.contentSha256());
    }

    private static void abort(PartOutput object, Throwable reason) {
        try {
            object.abort();
        } catch (IOException | SdkException e) {
            // The next attempt removes what is left now.
            reason.addSuppressed(e);
        }
    }
}
