package org.partitiontools.archive.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compression of pages without Hadoop, whose codecs are the default. */
final class ParquetCodecs implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new Compressor(name, compression(name));
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return new Decompressor(compression(name));
    }

    @Override
    public void release() {
        // Nothing is held.
    }

    private static Compression compression(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED -> Compression.NONE;
            case GZIP -> Compression.GZIP;
            case ZSTD -> Compression.ZSTD;
            default -> throw new IllegalArgumentException("compression " + name + " is not one that archives are written with");
        };
    }

    private record Compressor(CompressionCodecName name, Compression compression) implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            if (compression == Compression.ZSTD) {
                return BytesInput.from(ZstdPages.compress(bytes.toByteArray()));
            }
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (OutputStream out = compression.compress(compressed)) {
                bytes.writeAllTo(out);
            }
            return BytesInput.from(compressed);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }

    private record Decompressor(Compression compression) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            byte[] compressed = bytes.toByteArray();
            if (compression == Compression.ZSTD && ZstdPages.hasSize(compressed, size)) {
                return BytesInput.from(ZstdPages.decompress(compressed, size));
            }
            try (InputStream in = compression.decompress(new ByteArrayInputStream(compressed))) {
                return BytesInput.from(in.readNBytes(size));
            }
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            input.get(compressed);
            output.put(decompress(BytesInput.from(compressed), size).toByteArray());
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
