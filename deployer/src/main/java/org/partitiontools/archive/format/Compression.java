package org.partitiontools.archive.format;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How objects are compressed. */
enum Compression {
    NONE("") {
        @Override
        OutputStream compress(OutputStream out) {
            return out;
        }

        @Override
        InputStream decompress(InputStream in) {
            return in;
        }
    },
    GZIP(".gz") {
        @Override
        OutputStream compress(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, BUFFER_BYTES) {
                {
                    def.setLevel(GZIP_LEVEL);
                }
            };
        }

        @Override
        InputStream decompress(InputStream in) throws IOException {
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
    },
    ZSTD(".zst") {
        @Override
        OutputStream compress(OutputStream out) throws IOException {
            return new ZstdOutputStream(out, RecyclingBufferPool.INSTANCE).setLevel(ZSTD_LEVEL).setChecksum(true);
        }

        @Override
        InputStream decompress(InputStream in) throws IOException {
            return new ZstdInputStream(in, RecyclingBufferPool.INSTANCE);
        }
    };

    private static final int BUFFER_BYTES = 64 * 1024;
    /** Some percent larger than level 6, and almost twice as fast. */
    private static final int GZIP_LEVEL = 4;
    /** Lines of CSV become smaller with it than with the library's level 3, most of them, and take a third of the time. */
    private static final int ZSTD_LEVEL = 1;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What the names of such files end with. */
    String suffix() {
        return suffix;
    }

    abstract OutputStream compress(OutputStream out) throws IOException;

    /** Data that is cut off raises an exception at its end. */
    abstract InputStream decompress(InputStream in) throws IOException;
}
