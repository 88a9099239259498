package org.partitiontools.policy.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a text may look like. Every rule refuses characters that no name or sentence needs but that change how a
 * generated file is read or shown: control characters, line separators, direction overrides, half characters.
 */
public final class TextRule {

    private static final Set<String> PYTHON_KEYWORDS = Set.of("False", "None", "True", "and", "as", "assert", "async",
            "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
            "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
            "while", "with", "yield");
    private static final int MAX_NAME_BYTES = 63;
    private static final int MAX_LENGTH = 10_000;

    /** The name of a table, schema or tablespace: what PostgreSQL takes, at most 63 bytes. */
    public static final TextRule NAME = new TextRule(TextRule::checkName);
    /** One line. */
    public static final TextRule LINE = new TextRule(text -> checkCharacters(text, ""));
    /** Several lines. */
    public static final TextRule LINES = new TextRule(text -> checkCharacters(text, "\n\t"));
    /** Storage parameters. What check_config in SQL takes for them, {@code storage_options}, too: they end up in DDL. */
    public static final TextRule STORAGE = LINES.and(matching(storagePattern(), "storage parameters such as WITH (fillfactor = 90)"));
    /** What Airflow, Kubernetes and file systems all take as an identifier. */
    public static final TextRule ID = matching("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}", "letters, digits, \"_\", \"-\" and \".\"");
    /** A label of Airflow. */
    public static final TextRule TAG = LINE.and(matching(".{1,100}", "1 to 100 characters"));
    /** A directory on another machine. */
    public static final TextRule ABSOLUTE_PATH = LINE.and(matching("/.*", "an absolute path, starting with /"));
    /** The address of a service, without a user: addresses are shown in messages. */
    public static final TextRule HTTP_URL = LINE.and(matching("https?://[^/@?#\\s]+/?", "an address such as https://s3.example.com:9000"));
    /** An object of Python, with its module. */
    public static final TextRule PYTHON_PATH =
            matching("[A-Za-z_]\\w{0,99}(\\.[A-Za-z_]\\w{0,99}){1,20}", "a Python path such as package.module.name")
                    .and(new TextRule(TextRule::checkKeywords));
    /** A class that is instantiated when the file is parsed; anything but a notifier could do anything then. */
    public static final TextRule NOTIFIER_PATH = PYTHON_PATH.and(
            matching(".*\\.[A-Z]\\w*Notifier", "the class of a notifier (...Notifier) when arguments are given"));
    /** The key of a named argument. */
    public static final TextRule PYTHON_NAME = matching("[A-Za-z_]\\w{0,99}", "a Python name: letters, digits and \"_\"")
            .and(new TextRule(TextRule::checkKeywords));
    /** Names of objects in Kubernetes. */
    public static final TextRule DNS_NAME = matching(
            "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", "lower case letters, digits, \"-\" and \".\"");

    private final Function<String, Optional<String>> complaint;

    private TextRule(Function<String, Optional<String>> complaint) {
        this.complaint = complaint;
    }

    /** What is wrong with the text, or nothing. */
    public Optional<String> complaintAbout(String text) {
        return complaint.apply(text);
    }

    private TextRule and(TextRule other) {
        return new TextRule(text -> complaintAbout(text).or(() -> other.complaintAbout(text)));
    }

    private static String storagePattern() {
        String name = "[a-z_][a-z0-9_]*(?:[.][a-z_][a-z0-9_]*)?";
        String option = name + "\\s*=\\s*(?:''[a-z0-9_.+-]*''|'[a-z0-9_.+-]*'|[a-z0-9_.+-]+)";
        return "(?i)[ \\t\\n;]*with\\s*[(]\\s*" + option + "(?:\\s*,\\s*" + option + ")*\\s*[)][ \\t\\n;]*";
    }

    private static TextRule matching(String expression, String description) {
        Pattern pattern = Pattern.compile(expression, Pattern.DOTALL);
        return new TextRule(text -> pattern.matcher(text).matches()
                ? Optional.empty() : Optional.of("must be " + description));
    }

    private static Optional<String> checkName(String text) {
        if (text.isEmpty()) {
            return Optional.of("a name cannot be empty");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return Optional.of("a name has at most " + MAX_NAME_BYTES + " bytes");
        }
        return checkCharacters(text, "");
    }

    private static Optional<String> checkKeywords(String text) {
        return Arrays.stream(text.split("\\."))
                .filter(PYTHON_KEYWORDS::contains)
                .map(word -> "\"" + word + "\" is a key word of Python")
                .findFirst();
    }

    private static Optional<String> checkCharacters(String text, String allowedControls) {
        if (text.length() > MAX_LENGTH) {
            return Optional.of("longer than " + MAX_LENGTH + " characters");
        }
        return text.codePoints()
                .filter(c -> !isHarmless(c) && allowedControls.indexOf(c) < 0)
                .mapToObj(c -> String.format("contains the character U+%04X, which is not allowed here", c))
                .findFirst();
    }

    private static boolean isHarmless(int codePoint) {
        boolean directionOverride = codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2066 && codePoint <= 0x2069;
        boolean byteOrderMark = codePoint == 0xFEFF;
        boolean noncharacter = (codePoint & 0xFFFE) == 0xFFFE || codePoint >= 0xFDD0 && codePoint <= 0xFDEF;
        return !directionOverride && !byteOrderMark && !noncharacter && switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
