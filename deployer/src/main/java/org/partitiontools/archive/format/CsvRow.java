package org.partitiontools.archive.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One line of CSV as COPY writes it: NULL is nothing, every other value may stand in quotes. */
final class CsvRow {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NOT_ASCII = 0x8080808080808080L;

    private final byte[] line;
    private final int end;
    private final boolean ascii;
    private int position;

    /** A line with its line end. */
    CsvRow(byte[] line) {
        this.line = line;
        this.end = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        this.ascii = isAscii(line);
    }

    private static boolean isAscii(byte[] bytes) {
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            if (((long) EIGHT.get(bytes, i) & NOT_ASCII) != 0) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** The next field; null for NULL. */
    TextSlice next() {
        int start = position;
        if (start < end && line[start] == '"') {
            return quoted(start + 1);
        }
        int stop = start;
        while (stop < end && line[stop] != ',') {
            if (line[stop] == '"') {
                throw new IllegalStateException("a quote within a field that has none around it");
            }
            stop++;
        }
        position = stop + 1;
        return start >= stop ? null : text(line, start, stop);
    }

    private TextSlice quoted(int start) {
        int stop = start;
        boolean doubled = false;
        while (stop < end && (line[stop] != '"' || stop + 1 < end && line[stop + 1] == '"')) {
            if (line[stop] == '"') {
                doubled = true;
                stop++;
            }
            stop++;
        }
        if (stop >= end || stop + 1 < end && line[stop + 1] != ',') {
            throw new IllegalStateException("a field whose quotes do not end");
        }
        position = stop + 2;
        return doubled ? plain(start, stop) : text(line, start, stop);
    }

    private TextSlice plain(int start, int stop) {
        byte[] plain = new byte[stop - start];
        int length = 0;
        for (int i = start; i < stop; i++) {
            plain[length++] = line[i];
            if (line[i] == '"') {
                i++;
            }
        }
        return text(plain, 0, length);
    }

    private TextSlice text(byte[] bytes, int start, int stop) {
        TextSlice text = new TextSlice(bytes, start, stop);
        // A database of encoding SQL_ASCII can hold anything.
        if (!ascii && !isUtf8(text)) {
            throw new IllegalStateException("a value that is not UTF-8");
        }
        return text;
    }

    private static boolean isUtf8(TextSlice text) {
        String decoded = text.toString();
        return decoded.indexOf('\uFFFD') < 0
                || Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(text.bytes(), text.start(), text.stop()));
    }

    /** Called after the last field. */
    void requireEnd() {
        if (position != end + 1) {
            throw new IllegalStateException("a row with more or fewer fields than columns");
        }
    }
}
