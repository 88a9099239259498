package org.partitiontools.archive.format;

import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** One value as Parquet has it. Which of the three counts is a matter of its type; there is one object for all rows of a column. */
final class ParquetCell {

    /** A whole number, or 1 for true and 0 for false. */
    long whole;
    double floating;
    Binary bytes;

    /** Hands it to Parquet. */
    void write(PrimitiveTypeName type, RecordConsumer consumer) {
        switch (type) {
            case BOOLEAN -> consumer.addBoolean(whole != 0);
            case INT32 -> consumer.addInteger((int) whole);
            case INT64 -> consumer.addLong(whole);
            case FLOAT -> consumer.addFloat((float) floating);
            case DOUBLE -> consumer.addDouble(floating);
            default -> consumer.addBinary(bytes);
        }
    }

    /** Takes what a reader has. */
    void read(PrimitiveTypeName type, ColumnReader reader) {
        switch (type) {
            case BOOLEAN -> whole = reader.getBoolean() ? 1 : 0;
            case INT32 -> whole = reader.getInteger();
            case INT64 -> whole = reader.getLong();
            case FLOAT -> floating = reader.getFloat();
            case DOUBLE -> floating = reader.getDouble();
            default -> bytes = reader.getBinary();
        }
    }
}
