package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.partitiontools.archive.StoredObject;

/**
 * An object, for Parquet, which reads its end first, and then its pages one after the other. Those are read in one pass over all bytes, which
 * digests them: the object is fetched once.
 */
final class ParquetInput implements InputFile {

    private final StoredObject object;
    private final DigestingInput pass;
    private boolean passing;

    /**
     * @param pass the bytes of the object from the first on
     */
    ParquetInput(StoredObject object, DigestingInput pass) {
        this.object = object;
        this.pass = pass;
    }

    /** Called when the end has been read. */
    void beginPass() {
        passing = true;
    }

    @Override
    public long getLength() {
        return object.bytes();
    }

    @Override
    public SeekableInputStream newStream() {
        Positioned in = new Positioned();
        return new DelegatingSeekableInputStream(in) {

            @Override
            public long getPos() {
                return in.position;
            }

            @Override
            public void seek(long position) throws IOException {
                in.seek(position);
            }
        };
    }

    /** What lies before the place where the pass is, or comes before it begins, is fetched by itself. */
    private final class Positioned extends InputStream {

        private InputStream in;
        private long position;

        void seek(long wanted) throws IOException {
            if (wanted != position) {
                close();
                position = wanted;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = source().read(buffer, offset, length);
            position += Math.max(0, count);
            return count;
        }

        private InputStream source() throws IOException {
            if (passing && in == null && position >= pass.bytes()) {
                pass.skipNBytes(position - pass.bytes());
                return pass;
            }
            if (in == null) {
                in = object.from(position);
            }
            return in;
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
                in = null;
            }
        }
    }
}
