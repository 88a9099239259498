package org.partitiontools.archive.format;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How values of one PostgreSQL type lie in Parquet. What {@link #parse} takes, {@link #format} gives back: as the same text, or for
 * floating point as text of the same number.
 */
interface ParquetValue {

    PrimitiveTypeName primitive();

    /** May be null. */
    LogicalTypeAnnotation annotation();

    /** Bytes of a value of fixed length. */
    default int length() {
        return 0;
    }

    /**
     * @return an Integer, Long, Float, Double, Boolean or Binary, as the primitive type is
     * @throws RuntimeException for what has no place in Parquet
     */
    Object parse(String text);

    String format(Object value);

    /** Whether a text stands for the same value as the text it was made from. */
    default boolean same(String text, String original) {
        return text.equals(original);
    }

    /** Writes what {@link #parse} made. */
    default void write(RecordConsumer consumer, Object value) {
        switch (primitive()) {
            case BOOLEAN -> consumer.addBoolean((Boolean) value);
            case INT32 -> consumer.addInteger((Integer) value);
            case INT64 -> consumer.addLong((Long) value);
            case FLOAT -> consumer.addFloat((Float) value);
            case DOUBLE -> consumer.addDouble((Double) value);
            default -> consumer.addBinary((Binary) value);
        }
    }
}
