package org.partitiontools.archive.format;

import java.nio.charset.StandardCharsets;

/**
 * A text as bytes of UTF-8 within others.
 *
 * @param bytes the others; they change when the next row comes
 * @param start its first byte
 * @param stop behind its last byte
 */
record TextSlice(byte[] bytes, int start, int stop) {

    static TextSlice of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TextSlice(bytes, 0, bytes.length);
    }

    int length() {
        return stop - start;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    /** The number that so many digits from a place on are, at most 18; -1 where others than digits are there, or the text is shorter. */
    long number(int from, int count) {
        if (from < 0 || from + count > stop - start) {
            return -1;
        }
        long number = 0;
        for (int i = start + from; i < start + from + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    @Override
    public String toString() {
        return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
    }
}
