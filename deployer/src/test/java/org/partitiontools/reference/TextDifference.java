package org.partitiontools.reference;

import java.util.List;

/** Where two long texts begin to differ: whole dumps in a failure message help nobody. */
final class TextDifference {

    private TextDifference() {
    }

    /** The first line that differs in both texts, or an empty text when none does. */
    static String first(String expected, String actual) {
        List<String> expectedLines = expected.lines().toList();
        List<String> actualLines = actual.lines().toList();
        for (int i = 0; i < Math.max(expectedLines.size(), actualLines.size()); i++) {
            if (!line(expectedLines, i).equals(line(actualLines, i))) {
                return "line " + (i + 1) + "\n  expected: " + line(expectedLines, i) + "\n  but was:  " + line(actualLines, i);
            }
        }
        return "";
    }

    private static String line(List<String> lines, int i) {
        return i < lines.size() ? lines.get(i) : "(end)";
    }
}
