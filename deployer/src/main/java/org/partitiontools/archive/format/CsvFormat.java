package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.StoredObject;

/** Lines of CSV as COPY writes them, without a header: NULL is nothing, the empty string is two quotes. */
final class CsvFormat implements RowFormat {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Compression compression;

    CsvFormat(Compression compression) {
        this.compression = compression;
    }

    @Override
    public String suffix() {
        return ".csv" + compression.suffix();
    }

    @Override
    public RowWriter writer(OutputStream object) throws IOException {
        return new CsvWriter(compression.compress(object));
    }

    @Override
    public ArchivedFile read(StoredObject object, OutputStream rows) throws IOException {
        RowCounter counter = new RowCounter(rows);
        try (DigestingInput bytes = new DigestingInput(object.from(0)); InputStream content = compression.decompress(bytes)) {
            copy(content, counter);
            bytes.drain();
            return new ArchivedFile(object.key(), counter.rows(), bytes.bytes(), bytes.sha256(), counter.sha256());
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
        }
    }
}
