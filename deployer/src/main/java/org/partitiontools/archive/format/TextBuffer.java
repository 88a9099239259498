package org.partitiontools.archive.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Text as bytes of UTF-8, written at its end. Not a StringBuilder: what is digested and stored are the bytes. */
final class TextBuffer {

    private static final long[] POWERS = LongStream.iterate(1, power -> power * 10).limit(19).toArray();

    private byte[] bytes = new byte[256];
    private int length;

    int length() {
        return length;
    }

    /** The bytes, of which the first {@link #length()} count; another array after the next write. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        length = 0;
    }

    void append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    void append(byte[] from, int start, int stop) {
        reserve(stop - start);
        System.arraycopy(from, start, bytes, length, stop - start);
        length += stop - start;
    }

    void append(ByteBuffer from) {
        int count = from.remaining();
        reserve(count);
        from.get(bytes, length, count);
        length += count;
    }

    void append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        append(encoded, 0, encoded.length);
    }

    /** A number in decimal. */
    void append(long number) {
        if (number < 0) {
            if (number == Long.MIN_VALUE) {
                append(Long.toString(number));
                return;
            }
            append('-');
        }
        long absolute = Math.abs(number);
        append(absolute, digits(absolute));
    }

    private static int digits(long number) {
        int digits = 1;
        while (digits < POWERS.length && number >= POWERS[digits]) {
            digits++;
        }
        return digits;
    }

    /** A number that is not negative, with as many digits as wanted. */
    void append(long number, int width) {
        reserve(width);
        long left = number;
        int position = length + width;
        while (position > length && left > Integer.MAX_VALUE) {
            bytes[--position] = (byte) ('0' + left % 10);
            left /= 10;
        }
        int small = (int) left;
        while (position > length) {
            int rest = small / 10;
            bytes[--position] = (byte) ('0' + small - 10 * rest);
            small = rest;
        }
        length += width;
    }

    /** A number below a hundred, with two digits. */
    void appendTwo(int number) {
        reserve(2);
        int tens = number / 10;
        bytes[length++] = (byte) ('0' + tens);
        bytes[length++] = (byte) ('0' + number - 10 * tens);
    }

    void appendHex(byte[] from, int start, int stop) {
        reserve(2 * (stop - start));
        Hex.format(from, start, stop, bytes, length);
        length += 2 * (stop - start);
    }

    /** Doubles the quotes in what was written since. */
    void doubleQuotes(int from) {
        int quotes = 0;
        for (int i = from; i < length; i++) {
            if (bytes[i] == '"') {
                quotes++;
            }
        }
        if (quotes == 0) {
            return;
        }
        reserve(quotes);
        int to = length + quotes;
        for (int i = length - 1; i >= from; i--) {
            bytes[--to] = bytes[i];
            if (bytes[i] == '"') {
                bytes[--to] = '"';
            }
        }
        length += quotes;
    }

    /** Whether this is what was written since. */
    boolean endsWith(TextSlice text, int from) {
        return Arrays.equals(bytes, from, length, text.bytes(), text.start(), text.stop());
    }

    /** What was written since. */
    String text(int from) {
        return new String(bytes, from, length - from, StandardCharsets.UTF_8);
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
        }
    }
}
