package org.partitiontools.archive.format;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.partitiontools.archive.ArchiveErrors;

/** What one column has in the row that is just being written or read: a value, the elements of an array, or NULL. */
final class ParquetField {

    /** Definition levels of a list: an empty one, an element that is NULL, an element. */
    private static final int EMPTY_LIST = 1;
    private static final int ELEMENT_NULL = 2;
    private static final int ELEMENT = 3;

    private final ParquetColumn column;
    private final ParquetValue value;
    private final ParquetCell cell = new ParquetCell();
    private final List<ParquetCell> elements = new ArrayList<>();
    private final TextBuffer elementText = new TextBuffer();
    private boolean present;

    ParquetField(ParquetColumn column) {
        this.column = column;
        this.value = column.value();
    }

    /**
     * Takes a field of a row, and appends to a line what a reader will make of it.
     *
     * @param text null for NULL
     * @throws SQLException if what comes back would not be the same
     */
    void parse(TextSlice text, TextBuffer line) throws SQLException {
        present = text != null;
        if (!present) {
            return;
        }
        int start = begin(line);
        boolean same;
        try {
            same = column.isList() ? parseElements(text, line) : parse(text, cell, line, start);
        } catch (RuntimeException e) {
            throw ArchiveErrors.notRepresentable(column.column(), text.toString());
        }
        if (!same) {
            throw ArchiveErrors.notRepresentable(column.column(), text.toString());
        }
        end(line, start);
    }

    private boolean parse(TextSlice text, ParquetCell to, TextBuffer formatted, int start) {
        value.parse(text, to);
        value.format(to, formatted);
        return value.same(formatted, start, text);
    }

    private boolean parseElements(TextSlice text, TextBuffer line) {
        elements.clear();
        List<String> texts = new ArrayList<>();
        for (String element : ArrayText.parse(text.toString())) {
            ParquetCell parsed = element == null ? null : new ParquetCell();
            elementText.clear();
            if (parsed != null && !parse(TextSlice.of(element), parsed, elementText, 0)) {
                return false;
            }
            elements.add(parsed);
            texts.add(parsed == null ? null : elementText.text(0));
        }
        line.append(ArrayText.of(texts));
        return true;
    }

    /** Hands what was taken to Parquet, as the field of a number. */
    void write(RecordConsumer consumer, int index) {
        if (!present) {
            return;
        }
        consumer.startField(column.name(), index);
        if (column.isList()) {
            writeElements(consumer);
        } else {
            cell.write(value.primitive(), consumer);
        }
        consumer.endField(column.name(), index);
    }

    private void writeElements(RecordConsumer consumer) {
        consumer.startGroup();
        if (!elements.isEmpty()) {
            consumer.startField("list", 0);
            elements.forEach(element -> writeElement(consumer, element));
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private void writeElement(RecordConsumer consumer, ParquetCell element) {
        consumer.startGroup();
        if (element != null) {
            consumer.startField("element", 0);
            element.write(value.primitive(), consumer);
            consumer.endField("element", 0);
        }
        consumer.endGroup();
    }

    /** Appends what a reader has for the present row, and takes it to the next one. */
    void read(ColumnReader reader, TextBuffer line) {
        if (reader.getCurrentDefinitionLevel() == 0) {
            reader.consume();
            return;
        }
        int start = begin(line);
        if (column.isList()) {
            line.append(ArrayText.of(elements(reader)));
        } else {
            cell.read(value.primitive(), reader);
            value.format(cell, line);
            reader.consume();
        }
        end(line, start);
    }

    private List<String> elements(ColumnReader reader) {
        List<String> texts = new ArrayList<>();
        do {
            switch (reader.getCurrentDefinitionLevel()) {
                case EMPTY_LIST -> { }
                case ELEMENT_NULL -> texts.add(null);
                case ELEMENT -> {
                    cell.read(value.primitive(), reader);
                    elementText.clear();
                    value.format(cell, elementText);
                    texts.add(elementText.text(0));
                }
                default -> throw new IllegalStateException("a list that is NULL within a list");
            }
            reader.consume();
        } while (reader.getCurrentRepetitionLevel() > 0);
        return texts;
    }

    /** Every value stands in quotes, so that the line depends on nothing but the values. */
    private static int begin(TextBuffer line) {
        line.append('"');
        return line.length();
    }

    private void end(TextBuffer line, int start) {
        if (column.mayHaveQuotes()) {
            line.doubleQuotes(start);
        }
        line.append('"');
    }
}
