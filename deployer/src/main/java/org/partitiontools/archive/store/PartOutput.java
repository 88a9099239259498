package org.partitiontools.archive.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.partitiontools.archive.Sha256;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes an object of any size in bounded memory: while one part is filled, another is sent. {@link #close()} makes the object;
 * {@link #abort()} throws away what was sent.
 */
public final class PartOutput extends OutputStream {

    private final MultipartUpload upload;
    private final Executor uploads;
    private final int partBytes;
    private final List<CompletedPart> sent = new ArrayList<>();
    private final Sha256 digest = new Sha256();
    private CompletableFuture<CompletedPart> sending;
    private byte[] buffer;
    private byte[] sendingBuffer;
    private byte[] spare;
    private int filled;
    private int parts;
    private long bytes;
    private boolean closed;

    PartOutput(MultipartUpload upload, int partBytes, Executor uploads) {
        this.upload = upload;
        this.partBytes = partBytes;
        this.uploads = uploads;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        digest.update(from, offset, length);
        bytes += length;
        int position = offset;
        int left = length;
        while (left > 0) {
            if (buffer == null) {
                buffer = takeBuffer();
            }
            int count = Math.min(left, partBytes - filled);
            System.arraycopy(from, position, buffer, filled, count);
            filled += count;
            position += count;
            left -= count;
            if (filled == partBytes) {
                send();
            }
        }
    }

    private byte[] takeBuffer() {
        byte[] taken = spare == null ? new byte[partBytes] : spare;
        spare = null;
        return taken;
    }

    private void send() throws IOException {
        awaitPart();
        if (!upload.isBegun()) {
            upload.begin();
        }
        byte[] full = buffer;
        int length = filled;
        int number = ++parts;
        sending = CompletableFuture.supplyAsync(() -> upload.send(number, full, length), uploads);
        sendingBuffer = full;
        buffer = null;
        filled = 0;
    }

    /** Its buffer is free only after that. */
    private void awaitPart() throws IOException {
        if (sending == null) {
            return;
        }
        try {
            sent.add(sending.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException sdk) {
                throw sdk;
            }
            throw new IOException(e.getCause());
        } finally {
            sending = null;
            spare = sendingBuffer;
        }
    }

    /** Makes the object. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        if (!upload.isBegun()) {
            upload.put(buffer == null ? new byte[0] : buffer, filled);
        } else {
            if (filled > 0) {
                send();
            }
            awaitPart();
            upload.complete(sent);
        }
        closed = true;
    }

    /** Throws away what was sent, unless the object is made. */
    public void abort() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            awaitPart();
        } finally {
            if (upload.isBegun()) {
                upload.abort();
            }
        }
    }

    public long bytes() {
        return bytes;
    }

    /** SHA-256 of the object; called once, after the last byte. */
    public String sha256() {
        return digest.hex();
    }
}
