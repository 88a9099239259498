package org.partitiontools.archive.format;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.partitiontools.archive.Column;

/** The columns of a file. */
final class ParquetSchema {

    private final List<Column> columns;
    private final List<ParquetColumn> parquet;

    ParquetSchema(List<Column> columns) {
        this.columns = columns;
        this.parquet = columns.stream().map(ParquetColumn::new).toList();
    }

    /** New ones, for one writer or reader. */
    List<ParquetField> fields() {
        return parquet.stream().map(ParquetField::new).toList();
    }

    MessageType message() {
        return new MessageType("rows", parquet.stream().map(ParquetColumn::type).toArray(Type[]::new));
    }

    /** For readers who want to know what the types were. */
    Map<String, String> metadata() {
        return Map.of("postgresql.types", columns.stream().map(column -> column.name() + " " + column.type()).collect(Collectors.joining(", ")));
    }
}
