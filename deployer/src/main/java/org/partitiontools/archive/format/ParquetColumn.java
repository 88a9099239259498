package org.partitiontools.archive.format;

import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.partitiontools.archive.Column;

/** One column in Parquet: a value, or a list of values for an array. Any of them may be NULL. */
final class ParquetColumn {

    private final Column column;
    private final ParquetValue value;
    private final boolean list;

    ParquetColumn(Column column) {
        this.column = column;
        this.list = ParquetValues.ofElements(column).isPresent();
        this.value = ParquetValues.ofElements(column).orElseGet(() -> ParquetValues.of(column));
    }

    Type type() {
        return list
                ? Types.optionalList().element(primitive("element")).named(column.name())
                : primitive(column.name());
    }

    private PrimitiveType primitive(String name) {
        return Types.optional(value.primitive()).length(value.length()).as(value.annotation()).named(name);
    }

    Column column() {
        return column;
    }

    String name() {
        return column.name();
    }

    /** Its type, or that of its elements. */
    ParquetValue value() {
        return value;
    }

    boolean isList() {
        return list;
    }

    /** Numbers, dates and the like never have. */
    boolean mayHaveQuotes() {
        return list || value.primitive() == PrimitiveTypeName.BINARY;
    }
}
