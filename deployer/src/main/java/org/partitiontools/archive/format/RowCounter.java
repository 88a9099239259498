package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import org.partitiontools.archive.Sha256;

/** Passes rows of CSV on, and counts and digests them: a line end within quotes is none. */
final class RowCounter extends OutputStream {

    private final OutputStream out;
    private final Sha256 digest = new Sha256();
    private boolean quoted;
    private long rows;

    RowCounter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            // A doubled quote within quotes leaves them and enters them again.
            if (b == '"') {
                quoted = !quoted;
            } else if (b == '\n' && !quoted) {
                rows++;
            }
        }
        out.write(bytes, offset, length);
    }

    long rows() {
        return rows;
    }

    /** Ends the digest. */
    String sha256() {
        return digest.hex();
    }
}
