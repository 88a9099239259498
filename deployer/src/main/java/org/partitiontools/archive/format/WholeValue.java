package org.partitiontools.archive.format;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A type whose values are whole numbers to Parquet, or true and false. */
record WholeValue(PrimitiveTypeName primitive, LogicalTypeAnnotation annotation, Parser parser, Formatter formatter) implements ParquetValue {

    /** Text to number. */
    @FunctionalInterface
    interface Parser {

        long parse(TextSlice text);
    }

    /** Number to text. */
    @FunctionalInterface
    interface Formatter {

        void format(long number, TextBuffer text);
    }

    @Override
    public void parse(TextSlice text, ParquetCell cell) {
        long number = parser.parse(text);
        cell.whole = primitive == PrimitiveTypeName.INT32 ? Math.toIntExact(number) : number;
    }

    @Override
    public void format(ParquetCell cell, TextBuffer text) {
        formatter.format(cell.whole, text);
    }
}
