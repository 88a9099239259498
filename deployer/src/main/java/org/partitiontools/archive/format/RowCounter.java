package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.partitiontools.archive.Sha256;

/** Passes rows of CSV on, and counts and digests them: a line end within quotes is none. */
final class RowCounter extends OutputStream {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * LOW_BITS;
    private static final long LINE_ENDS = '\n' * LOW_BITS;

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
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            // Most bytes are neither, and eight are looked at as quickly as one.
            while (i <= end - Long.BYTES && hasNeither((long) EIGHT.get(bytes, i))) {
                i += Long.BYTES;
            }
            if (i < end) {
                count(bytes[i]);
            }
        }
        pass(bytes, offset, length);
    }

    private void count(byte b) {
        // A doubled quote within quotes leaves them and enters them again.
        if (b == '"') {
            quoted = !quoted;
        } else if (b == '\n' && !quoted) {
            rows++;
        }
    }

    private static boolean hasNeither(long word) {
        return ((hasZero(word ^ QUOTES) | hasZero(word ^ LINE_ENDS)) & HIGH_BITS) == 0;
    }

    /** Of its high bits one is set where a byte is zero, and else none. */
    private static long hasZero(long word) {
        return word - LOW_BITS & ~word;
    }

    /** Rows of which somebody knows the number. */
    void write(TextBuffer lines, long count) throws IOException {
        rows += count;
        pass(lines.array(), 0, lines.length());
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
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
