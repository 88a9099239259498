package org.partitiontools.archive.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One line of CSV as COPY writes and reads it: NULL is nothing, every other value may stand in quotes. */
final class CsvRow {

    private CsvRow() {
    }

    /** The fields of a line with its line end; null for NULL. */
    static String[] parse(byte[] line, int columns) {
        String[] fields = new String[columns];
        int end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        int position = 0;
        for (int i = 0; i < columns; i++) {
            int stop = endOfField(line, position, end);
            fields[i] = field(line, position, stop);
            position = stop + 1;
        }
        if (position != end + 1) {
            throw new IllegalStateException("a row with more or fewer fields than columns");
        }
        return fields;
    }

    private static int endOfField(byte[] line, int start, int end) {
        boolean quoted = false;
        for (int i = start; i < end; i++) {
            if (line[i] == '"') {
                quoted = !quoted;
            } else if (line[i] == ',' && !quoted) {
                return i;
            }
        }
        return end;
    }

    private static String field(byte[] line, int start, int stop) {
        if (start >= stop) {
            return null;
        }
        if (line[start] != '"') {
            return text(line, start, stop);
        }
        byte[] plain = new byte[stop - start];
        int length = 0;
        for (int i = start + 1; i < stop - 1; i++) {
            plain[length++] = line[i];
            if (line[i] == '"') {
                i++;
            }
        }
        return text(plain, 0, length);
    }

    private static String text(byte[] bytes, int start, int stop) {
        String text = new String(bytes, start, stop - start, StandardCharsets.UTF_8);
        // A database of encoding SQL_ASCII can hold anything.
        if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, start, stop))) {
            throw new IllegalStateException("a value that is not UTF-8");
        }
        return text;
    }

    /** Appends a line. Every value stands in quotes, so that it depends on nothing but the values. */
    static void append(ByteArrayOutputStream out, String[] fields) {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            if (fields[i] != null) {
                out.write('"');
                out.writeBytes(fields[i].replace("\"", "\"\"").getBytes(StandardCharsets.UTF_8));
                out.write('"');
            }
        }
        out.write('\n');
    }
}
