package org.partitiontools.generator;

import java.util.stream.Collectors;

/** Text as literals of the languages that need only a few lines of rules. */
final class Quoting {

    private Quoting() {
    }

    /** One word of a POSIX shell. */
    static String shell(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** One word of a command in a crontab, where a percent sign would mean a line break. */
    static String crontab(String text) {
        return singleLine(shell(text).replace("%", "\\%"));
    }

    /** A double-quoted scalar of YAML. */
    static String yaml(String text) {
        return "\"" + text.codePoints().mapToObj(Quoting::yamlCharacter).collect(Collectors.joining()) + "\"";
    }

    /** A literal block of YAML whose lines are indented by so many spaces. */
    static String yamlBlock(String text, int indent) {
        String margin = " ".repeat(indent);
        return "|\n" + text.lines().map(line -> line.isEmpty() ? "" : margin + line).collect(Collectors.joining("\n"));
    }

    /** Text for a comment, which must not end early. */
    static String singleLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }

    private static String yamlCharacter(int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            return "\\" + (char) codePoint;
        }
        boolean control = Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029;
        return control ? String.format("\\u%04X", codePoint) : Character.toString(codePoint);
    }
}
