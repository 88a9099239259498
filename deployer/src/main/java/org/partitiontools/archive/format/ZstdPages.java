package org.partitiontools.archive.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Pages of Parquet in zstd: many small pieces that are in memory as a whole. What the library keeps for a piece is large and takes longer
 * to make than many a piece to compress, so it is used again: there are as many as threads ever were at work at once.
 */
final class ZstdPages {

    private static final Queue<ZstdCompressCtx> COMPRESSORS = new ConcurrentLinkedQueue<>();
    private static final Queue<ZstdDecompressCtx> DECOMPRESSORS = new ConcurrentLinkedQueue<>();

    private ZstdPages() {
    }

    static ByteBuffer compress(byte[] page) {
        ZstdCompressCtx idle = COMPRESSORS.poll();
        ZstdCompressCtx compressor = idle == null ? new ZstdCompressCtx().setChecksum(true) : idle;
        try {
            byte[] compressed = new byte[Math.toIntExact(Zstd.compressBound(page.length))];
            return ByteBuffer.wrap(compressed, 0, compressor.compress(compressed, page));
        } finally {
            COMPRESSORS.add(compressor);
        }
    }

    /** Whether a page says itself that it has this size. Those of the first version do not; and where it is damaged, memory is not to be taken at its word. */
    static boolean hasSize(byte[] compressed, int size) {
        return Zstd.getFrameContentSize(compressed) == size;
    }

    /**
     * @param size of the page, as it says itself
     * @throws RuntimeException if it is damaged
     */
    static byte[] decompress(byte[] compressed, int size) {
        ZstdDecompressCtx idle = DECOMPRESSORS.poll();
        ZstdDecompressCtx decompressor = idle == null ? new ZstdDecompressCtx() : idle;
        try {
            byte[] page = new byte[size];
            decompressor.decompress(page, compressed);
            return page;
        } finally {
            DECOMPRESSORS.add(decompressor);
        }
    }
}
