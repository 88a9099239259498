package org.partitiontools.archive.format;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.partitiontools.archive.ArchiveErrors;
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

    String name() {
        return column.name();
    }

    boolean isList() {
        return list;
    }

    private PrimitiveType primitive(String name) {
        return Types.optional(value.primitive()).length(value.length()).as(value.annotation()).named(name);
    }

    /**
     * The values of a text, one for each element of an array.
     *
     * @throws SQLException if what comes back would not be the same
     */
    List<Object> parse(String text) throws SQLException {
        try {
            List<String> texts = list ? ArrayText.parse(text) : List.of(text);
            List<Object> values = texts.stream().map(it -> it == null ? null : value.parse(it)).toList();
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) != null && !value.same(value.format(values.get(i)), texts.get(i))) {
                    throw ArchiveErrors.notRepresentable(column, text);
                }
            }
            return values;
        } catch (RuntimeException e) {
            throw ArchiveErrors.notRepresentable(column, text);
        }
    }

    /** What {@link #parse} made, as the text of CSV. */
    String format(List<Object> values) {
        Stream<String> texts = values.stream().map(it -> it == null ? null : value.format(it));
        return list ? ArrayText.of(texts.toList()) : Objects.requireNonNull(texts.toList().get(0));
    }

    /** Writes what {@link #parse} made. */
    void write(RecordConsumer consumer, List<Object> values) {
        if (!list) {
            value.write(consumer, values.get(0));
            return;
        }
        consumer.startGroup();
        if (!values.isEmpty()) {
            consumer.startField("list", 0);
            values.forEach(element -> writeElement(consumer, element));
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private void writeElement(RecordConsumer consumer, Object element) {
        consumer.startGroup();
        if (element != null) {
            consumer.startField("element", 0);
            value.write(consumer, element);
            consumer.endField("element", 0);
        }
        consumer.endGroup();
    }
}
