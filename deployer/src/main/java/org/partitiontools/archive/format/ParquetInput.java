package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.partitiontools.archive.StoredObject;

/** An object, for Parquet, which reads its end first. */
record ParquetInput(StoredObject object) implements InputFile {

    @Override
    public long getLength() {
        return object.bytes();
    }

    @Override
    public SeekableInputStream newStream() {
        Positioned in = new Positioned(object);
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

    /** Opens the object where it is read, and again after a jump. */
    private static final class Positioned extends InputStream {

        private final StoredObject object;
        private InputStream in;
        private long position;

        Positioned(StoredObject object) {
            this.object = object;
        }

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
            if (in == null) {
                in = object.from(position);
            }
            int count = in.read(buffer, offset, length);
            position += Math.max(0, count);
            return count;
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
