package org.partitiontools.archive.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.partitiontools.archive.Sha256;

/** Counts and digests what is read. */
final class DigestingInput extends FilterInputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Sha256 digest = new Sha256();
    private long bytes;

    DigestingInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            digest.update(buffer, offset, count);
            bytes += count;
        }
        return count;
    }

    /** Reads what is skipped. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, BUFFER_BYTES)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads what is left. */
    void drain() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (read(buffer, 0, buffer.length) >= 0) {
            continue;
        }
    }

    long bytes() {
        return bytes;
    }

    /** Ends the digest. */
    String sha256() {
        return digest.hex();
    }
}
