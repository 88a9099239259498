package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
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

    /** Reads the object twice: as it is, for its checksum, and as rows. */
    @Override
    public ArchivedFile read(StoredObject object, OutputStream rows) throws IOException {
        try (DigestingInput bytes = new DigestingInput(object.from(0))) {
            bytes.drain();
            RowCounter counter = new RowCounter(rows);
            readRows(object, counter);
            return new ArchivedFile(object.key(), counter.rows(), bytes.bytes(), bytes.sha256(), counter.sha256());
        }
    }

    private void readRows(StoredObject object, OutputStream rows) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(object), options)) {
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema.message(), reader.getFileMetaData().getSchema());
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                RecordReader<byte[]> records = columns.getRecordReader(group, new ParquetRows(schema));
                for (long i = 0; i < group.getRowCount(); i++) {
                    rows.write(records.read());
                }
            }
        }
    }
}
