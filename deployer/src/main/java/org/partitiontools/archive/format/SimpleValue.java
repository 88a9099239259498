package org.partitiontools.archive.format;

import java.util.function.Function;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A type whose values go over by two functions. */
record SimpleValue(
        PrimitiveTypeName primitive, LogicalTypeAnnotation annotation, int length, Function<String, Object> parser,
        Function<Object, String> formatter) implements ParquetValue {

    @Override
    public Object parse(String text) {
        return parser.apply(text);
    }

    @Override
    public String format(Object value) {
        return formatter.apply(value);
    }
}
