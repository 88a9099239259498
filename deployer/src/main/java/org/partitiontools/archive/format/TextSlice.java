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

    /** Whether there are so many digits from a place on, and the text is not shorter. */
    boolean hasDigits(int from, int count) {
        if (from + count > length()) {
            return false;
        }
        for (int i = start + from; i < start + from + count; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** The number that so many digits are; at most 18. */
    long number(int from, int count) {
        long number = 0;
        for (int i = start + from; i < start + from + count; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    @Override
    public String toString() {
        return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
    }
}
