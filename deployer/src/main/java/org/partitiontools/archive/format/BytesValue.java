package org.partitiontools.archive.format;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A type whose values are bytes to Parquet, a fixed number of them where the length is not 0. */
record BytesValue(
        LogicalTypeAnnotation annotation, int length, Function<TextSlice, Binary> parser, BiConsumer<Binary, TextBuffer> formatter)
        implements ParquetValue {

    @Override
    public PrimitiveTypeName primitive() {
        return length == 0 ? PrimitiveTypeName.BINARY : PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }

    @Override
    public void parse(TextSlice text, ParquetCell cell) {
        cell.bytes = parser.apply(text);
    }

    @Override
    public void format(ParquetCell cell, TextBuffer text) {
        formatter.accept(cell.bytes, text);
    }
}
