package org.partitiontools.archive.work;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.Manifest;
import org.partitiontools.archive.format.RowFormat;
import org.partitiontools.archive.store.ObjectStore;
import org.partitiontools.database.Identifier;
import org.postgresql.copy.CopyIn;

/** Brings the rows of an archive back: all of them, proved, in one transaction, or none. */
final class Download {

    private final WorkSession session;
    private final DownloadTask task;
    private final ObjectStore store;
    private final Stop stop;

    Download(WorkSession session, DownloadTask task, ObjectStore store, Stop stop) {
        this.session = session;
        this.task = task;
        this.store = store;
        this.stop = stop;
    }

    /** Fills the table that the task names. */
    void load() throws Exception {
        try {
            session.commitLoad(copy());
        } catch (Exception | Error e) {
            rollback(e);
            throw e;
        }
    }

    private long copy() throws Exception {
        Manifest manifest = task.manifest();
        ReadBack readBack = new ReadBack(store, RowFormat.of(manifest.format(), manifest.compression(), manifest.columns()));
        CopyIn copy = session.beginLoad("COPY " + task.relation() + " (" + columns() + ") FROM STDIN (FORMAT csv)");
        try {
            OutputStream rows = new StoppableOutput(stop, new CopyOutput(copy));
            for (ArchivedFile file : manifest.files()) {
                readBack.read(file, rows);
            }
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private String columns() {
        List<String> names = task.columns().stream().map(column -> Identifier.quote(column.name())).toList();
        return String.join(", ", names);
    }

    private void rollback(Throwable reason) {
        try {
            session.rollback();
        } catch (SQLException e) {
            // The session is gone, and with it the transaction.
            reason.addSuppressed(e);
        }
    }

    /** Sends bytes to the server. */
    private static final class CopyOutput extends OutputStream {

        private final CopyIn copy;

        CopyOutput(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                copy.writeToCopy(bytes, offset, length);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }
}
