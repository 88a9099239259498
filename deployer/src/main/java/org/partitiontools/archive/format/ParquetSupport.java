package org.partitiontools.archive.format;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands the fields of a row to Parquet; a column that is NULL is null. */
final class ParquetSupport extends WriteSupport<List<ParquetField>> {

    private final ParquetSchema schema;
    private RecordConsumer consumer;

    ParquetSupport(ParquetSchema schema) {
        this.schema = schema;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema.message(), Map.of());
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
        throw new UnsupportedOperationException("nothing here is configured by Hadoop");
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(List<ParquetField> row) {
        consumer.startMessage();
        for (int i = 0; i < row.size(); i++) {
            row.get(i).write(consumer, i);
        }
        consumer.endMessage();
    }
}
