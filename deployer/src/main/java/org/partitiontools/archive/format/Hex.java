package org.partitiontools.archive.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes as two hexadecimal digits each, by tables. */
final class Hex {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            VALUES[DIGITS[i]] = (byte) i;
        }
    }

    private Hex() {
    }

    /**
     * @throws RuntimeException if one is no digit, or a capital letter
     */
    static byte parse(byte first, byte second) {
        int value = VALUES[first] << 4 | VALUES[second];
        if (value < 0) {
            throw new IllegalArgumentException("not a hexadecimal digit");
        }
        return (byte) value;
    }

    /** Writes two digits for each byte. */
    static void format(byte[] from, int start, int stop, byte[] to, int position) {
        int next = position;
        for (int i = start; i < stop; i++) {
            to[next++] = DIGITS[from[i] >> 4 & 0xF];
            to[next++] = DIGITS[from[i] & 0xF];
        }
    }
}
