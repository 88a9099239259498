package org.partitiontools.policy.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Turns any text into an identifier of letters, digits, {@code _} and {@code -}. */
public final class Slug {

    private static final int MAX_LENGTH = 100;
    private static final int HASH_BYTES = 4;

    private Slug() {
    }

    /** The text itself if it is an identifier already; else a similar one with a hash, so that two texts differ. */
    public static String of(String text) {
        String slug = text.replaceAll("[^A-Za-z0-9_-]+", "_");
        return slug.equals(text) && !text.isEmpty() && text.length() <= MAX_LENGTH ? text : withHash(slug, text);
    }

    /** {@code slug}, cut, with a hash of the text behind it. */
    public static String withHash(String slug, String text) {
        return slug.substring(0, Math.min(slug.length(), MAX_LENGTH)) + "_" + hash(text);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
