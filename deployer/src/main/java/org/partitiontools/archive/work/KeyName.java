package org.partitiontools.archive.work;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Names of the database as parts of a key: what S3 and file systems do not all take becomes {@code !} and two hexadecimal digits. */
final class KeyName {

    private KeyName() {
    }

    /** The folder of names, with slashes between them. Different names have different folders. */
    static String folder(String prefix, List<String> names) {
        String folder = names.stream().map(KeyName::of).collect(Collectors.joining("/"));
        String start = prefix == null ? "" : prefix.replaceAll("^/+|/+$", "");
        return start.isEmpty() ? folder : start + "/" + folder;
    }

    private static String of(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            // A dot could make a folder "..", so it is written only behind another character.
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-'
                    || b == '.' && !encoded.isEmpty();
            encoded.append(plain ? String.valueOf((char) b) : String.format("!%02X", b));
        }
        return encoded.toString();
    }
}
