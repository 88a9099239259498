package org.partitiontools.archive.format;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/** Makes rows of CSV from what Parquet reads. */
final class ParquetRows extends RecordMaterializer<byte[]> {

    private final ParquetSchema schema;
    private final List<Values> values;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ParquetRows(ParquetSchema schema) {
        this.schema = schema;
        this.values = schema.columns().stream().map(column -> new Values()).toList();
    }

    @Override
    public byte[] getCurrentRecord() {
        List<ParquetColumn> columns = schema.columns();
        String[] fields = new String[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = values.get(i).present ? columns.get(i).format(values.get(i).list) : null;
        }
        line.reset();
        CsvRow.append(line, fields);
        return line.toByteArray();
    }

    @Override
    public GroupConverter getRootConverter() {
        return new Row();
    }

    /** What one column has in the present row. */
    private static final class Values {

        private final List<Object> list = new ArrayList<>();
        private boolean present;

        void clear() {
            list.clear();
            present = false;
        }
    }

    private final class Row extends GroupConverter {

        private final List<Converter> converters = new ArrayList<>();

        Row() {
            for (int i = 0; i < values.size(); i++) {
                Values taken = values.get(i);
                converters.add(schema.columns().get(i).isList() ? new ListConverter(taken) : new ValueConverter(taken, false));
            }
        }

        @Override
        public Converter getConverter(int index) {
            return converters.get(index);
        }

        @Override
        public void start() {
            values.forEach(Values::clear);
        }

        @Override
        public void end() {
            // The record is made when it is asked for.
        }
    }

    /** The group that an array is; it holds repeated groups of one element each. */
    private static final class ListConverter extends GroupConverter {

        private final Values values;
        private final ElementConverter element;

        ListConverter(Values values) {
            this.values = values;
            this.element = new ElementConverter(values);
        }

        @Override
        public Converter getConverter(int index) {
            return element;
        }

        @Override
        public void start() {
            values.present = true;
        }

        @Override
        public void end() {
            // Nothing follows the last element.
        }
    }

    private static final class ElementConverter extends GroupConverter {

        private final Values values;
        private final ValueConverter value;

        ElementConverter(Values values) {
            this.values = values;
            this.value = new ValueConverter(values, true);
        }

        @Override
        public Converter getConverter(int index) {
            return value;
        }

        @Override
        public void start() {
            values.list.add(null);
        }

        @Override
        public void end() {
            // An element that is NULL has no value.
        }
    }

    private static final class ValueConverter extends PrimitiveConverter {

        private final Values values;
        private final boolean element;

        ValueConverter(Values values, boolean element) {
            this.values = values;
            this.element = element;
        }

        private void take(Object value) {
            if (element) {
                values.list.set(values.list.size() - 1, value);
            } else {
                values.list.add(value);
                values.present = true;
            }
        }

        @Override
        public void addBinary(Binary value) {
            take(value.copy());
        }

        @Override
        public void addBoolean(boolean value) {
            take(value);
        }

        @Override
        public void addDouble(double value) {
            take(value);
        }

        @Override
        public void addFloat(float value) {
            take(value);
        }

        @Override
        public void addInt(int value) {
            take(value);
        }

        @Override
        public void addLong(long value) {
            take(value);
        }
    }
}
