package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import org.partitiontools.archive.Sha256;

/** Writes rows as they come. */
final class CsvWriter implements RowWriter {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;
    private final Sha256 digest = new Sha256();
    // Digesting and compressing row by row would cost a native call each.
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    CsvWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] row) throws IOException {
        if (row.length > buffer.length - filled) {
            flush();
        }
        if (row.length > buffer.length) {
            pass(row, row.length);
        } else {
            System.arraycopy(row, 0, buffer, filled, row.length);
            filled += row.length;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    @Override
    public String contentSha256() {
        return digest.hex();
    }

    private void flush() throws IOException {
        pass(buffer, filled);
        filled = 0;
    }

    private void pass(byte[] bytes, int length) throws IOException {
        digest.update(bytes, 0, length);
        out.write(bytes, 0, length);
    }
}
