package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.Column;
import org.partitiontools.archive.StoredObject;

/** Apache Parquet. The compression is that of the pages. */
final class ParquetFormat implements RowFormat {

    private final ParquetSchema schema;
    private final Compression compression;

    ParquetFormat(List<Column> columns, Compression compression) {
        this.schema = new ParquetSchema(columns);
        this.compression = compression;
    }

    @Override
    public String suffix() {
        return ".parquet";
    }

    @Override
    public RowWriter writer(OutputStream object) throws IOException {
        return new ParquetRowWriter(object, schema, compression);
    }

    @Override
    public ArchivedFile read(StoredObject object, OutputStream rows) throws IOException {
        try (DigestingInput bytes = new DigestingInput(object.from(0))) {
            RowCounter counter = new RowCounter(rows);
            readRows(new ParquetInput(object, bytes), counter);
            bytes.drain();
            return new ArchivedFile(object.key(), counter.rows(), bytes.bytes(), bytes.sha256(), counter.sha256());
        }
    }

    private void readRows(ParquetInput object, RowCounter rows) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(object, options)) {
            object.beginPass();
            // Refuses a file of other columns.
            new ColumnIOFactory().getColumnIO(schema.message(), reader.getFileMetaData().getSchema());
            ParquetRows found = new ParquetRows(schema, reader.getFileMetaData().getCreatedBy(), rows);
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                found.read(group);
            }
        }
    }
}
