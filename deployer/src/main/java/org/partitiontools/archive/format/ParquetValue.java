package org.partitiontools.archive.format;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How values of one PostgreSQL type lie in Parquet. What {@link #parse} takes, {@link #format} gives back: as the same text, or for
 * floating point as text of the same number. Used by several threads at once.
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
     * Takes a text.
     *
     * @param cell gets the value; it may be a part of the text, and is used before that changes
     * @throws RuntimeException for what has no place in Parquet
     */
    void parse(TextSlice text, ParquetCell cell);

    /** Appends the text of a value. */
    void format(ParquetCell cell, TextBuffer text);

    /** Whether what was appended stands for the same value as the text it was made from. */
    default boolean same(TextBuffer text, int from, TextSlice original) {
        return text.endsWith(original, from);
    }
}
