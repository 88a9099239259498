package org.partitiontools.archive.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
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

    private final ParquetSchema schema;
    private final OutputStream object;
    private final ParquetWriter<List<List<Object>>> writer;
    private final Sha256 digest = new Sha256();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ParquetRowWriter(OutputStream object, ParquetSchema schema, Compression compression) throws IOException {
        this.schema = schema;
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
        List<ParquetColumn> columns = schema.columns();
        String[] fields = CsvRow.parse(row, columns.size());
        List<List<Object>> values = new ArrayList<>(fields.length);
        for (int i = 0; i < fields.length; i++) {
            List<Object> value = fields[i] == null ? null : columns.get(i).parse(fields[i]);
            values.add(value);
            fields[i] = value == null ? null : columns.get(i).format(value);
        }
        writer.write(values);
        line.reset();
        CsvRow.append(line, fields);
        digest.update(line.toByteArray(), 0, line.size());
    }

    @Override
    public void close() throws IOException {
        writer.close();
        object.close();
    }

    @Override
    public String contentSha256() {
        return digest.hex();
    }

    private static CompressionCodecName name(Compression compression) {
        return switch (compression) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    private final class Builder extends ParquetWriter.Builder<List<List<Object>>, Builder> {

        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<List<List<Object>>> getWriteSupport(ParquetConfiguration configuration) {
            return new ParquetSupport(schema);
        }

        @Override
        protected WriteSupport<List<List<Object>>> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException("nothing here is configured by Hadoop");
        }
    }
}
