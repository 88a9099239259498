package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.partitiontools.archive.Sha256;

/** Writes rows of CSV as Parquet. Digests what a reader will make of them, not what came. */
final class ParquetRowWriter implements RowWriter {

    /** Held in memory until it is written. */
    private static final long ROW_GROUP_BYTES = 16L * 1024 * 1024;
    private static final int PAGE_BYTES = 1024 * 1024;
    /** Digesting row by row would cost a native call each. */
    private static final int LINES_BYTES = 64 * 1024;

    private final ParquetSchema schema;
    private final OutputStream object;
    private final ParquetWriter<List<ParquetField>> writer;
    private final Sha256 digest = new Sha256();
    private final TextBuffer lines = new TextBuffer();
    private final List<ParquetField> fields;

    ParquetRowWriter(OutputStream object, ParquetSchema schema, Compression compression) throws IOException {
        this.schema = schema;
        this.fields = schema.fields();
        this.object = object;
        this.writer = new Builder(new ParquetOutput(object))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(name(compression))
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .withExtraMetaData(schema.metadata())
                .build();
    }

    @Override
    public void write(byte[] row) throws IOException, SQLException {
        CsvRow csv = new CsvRow(row);
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                lines.append(',');
            }
            fields.get(i).parse(csv.next(), lines);
        }
        csv.requireEnd();
        lines.append('\n');
        writer.write(fields);
        if (lines.length() >= LINES_BYTES) {
            digestLines();
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        object.close();
        digestLines();
    }

    @Override
    public String contentSha256() {
        return digest.hex();
    }

    private void digestLines() {
        digest.update(lines.array(), 0, lines.length());
        lines.clear();
    }

    private static CompressionCodecName name(Compression compression) {
        return switch (compression) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    private final class Builder extends ParquetWriter.Builder<List<ParquetField>, Builder> {

        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<List<ParquetField>> getWriteSupport(ParquetConfiguration configuration) {
            return new ParquetSupport(schema);
        }

        @Override
        protected WriteSupport<List<ParquetField>> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException("nothing here is configured by Hadoop");
        }
    }
}
