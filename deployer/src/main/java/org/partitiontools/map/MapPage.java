package org.partitiontools.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.partitiontools.Version;

/** A map as one HTML page: script, style and data are in it, and its content security policy lets it load nothing else. */
public final class MapPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MapPage() {
    }

    /** @param data what the map shows, values that JSON has */
    public static String of(Map<String, Object> data) {
        String style = resource("map.css");
        String script = resource("map.js");
        // The data come last: whatever stands in them is not looked at for places to fill.
        return resource("map.html")
                .replace("@version@", Version.current())
                .replace("@style-hash@", hash(style))
                .replace("@script-hash@", hash(script))
                .replace("@style@", style)
                .replace("@script@", script)
                .replace("@data@", json(data));
    }

    /** The data alone, as JSON in which no character means anything to HTML. These characters occur in texts only, where they may be written by number. */
    public static String json(Map<String, Object> data) {
        try {
            return JSON.writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = MapPage.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
