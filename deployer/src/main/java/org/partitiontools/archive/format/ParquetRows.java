package org.partitiontools.archive.format;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes rows of CSV from what Parquet reads, column by column: there is one column for each field. Parquet's own way to assemble
 * records, which allows for any nesting, takes several times as long.
 */
final class ParquetRows {

    /** Lines are passed on in pieces of about that size. */
    private static final int PIECE_BYTES = 64 * 1024;

    private final MessageType message;
    private final List<ParquetField> fields;
    private final String createdBy;
    private final RowCounter rows;
    private final TextBuffer lines = new TextBuffer();

    /**
     * @param createdBy what the file says about its writer
     * @param rows takes the rows
     */
    ParquetRows(ParquetSchema schema, String createdBy, RowCounter rows) {
        this.message = schema.message();
        this.fields = schema.fields();
        this.createdBy = createdBy;
        this.rows = rows;
    }

    /** Passes the rows of a row group on. */
    void read(PageReadStore group) throws IOException {
        ColumnReadStore store = new ColumnReadStoreImpl(group, new Unused(message), message, createdBy);
        ColumnReader[] readers = message.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
        long count = 0;
        for (long row = 0; row < group.getRowCount(); row++) {
            for (int i = 0; i < readers.length; i++) {
                if (i > 0) {
                    lines.append(',');
                }
                fields.get(i).read(readers[i], lines);
            }
            lines.append('\n');
            count++;
            if (lines.length() >= PIECE_BYTES) {
                pass(count);
                count = 0;
            }
        }
        pass(count);
    }

    private void pass(long count) throws IOException {
        rows.write(lines, count);
        lines.clear();
    }

    /** Readers want to know where values go, though they are asked for them. */
    private static final class Unused extends GroupConverter {

        private final GroupType type;

        Unused(GroupType type) {
            this.type = type;
        }

        @Override
        public Converter getConverter(int index) {
            Type field = type.getType(index);
            return field.isPrimitive() ? new PrimitiveConverter() { } : new Unused(field.asGroupType());
        }

        @Override
        public void start() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void end() {
            throw new UnsupportedOperationException();
        }
    }
}
