package org.partitiontools.archive.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/** The bytes of an object. Where an answer breaks off, the rest is asked for again. */
final class PersistentInput extends InputStream {

    private static final int ATTEMPTS = 5;

    private final BucketObject object;
    private long position;
    private int failures;
    private InputStream answer;

    PersistentInput(BucketObject object, long position) {
        this.object = object;
        this.position = position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            try {
                return readOnce(buffer, offset, length);
            } catch (IOException e) {
                abort();
                if (++failures >= ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private int readOnce(byte[] buffer, int offset, int length) throws IOException {
        if (answer == null) {
            answer = object.request(position);
        }
        int count = answer.read(buffer, offset, length);
        if (count > 0) {
            position += count;
            failures = 0;
        } else if (count < 0 && position < object.bytes()) {
            throw new EOFException(object.key() + " ends after " + position + " of " + object.bytes() + " bytes");
        }
        return count;
    }

    /** Does not wait for bytes that nobody wants. */
    @Override
    public void close() {
        abort();
    }

    private void abort() {
        if (answer instanceof Abortable abortable) {
            abortable.abort();
        }
        answer = null;
    }
}
