package org.partitiontools.generator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.partitiontools.policy.model.AirflowSettings.Callback;

/** Values as literals of Python, formatted as {@code ruff format} leaves them. */
final class PythonLiteral {

    private static final int INDENT = 4;

    private PythonLiteral() {
    }

    /**
     * The value as an expression.
     *
     * @param value text, number, boolean, duration, callback, collection or map of such
     * @param indent spaces before the line on which the expression starts
     */
    static String of(Object value, int indent) {
        if (value instanceof Map<?, ?> map) {
            return map(map, indent);
        }
        if (value instanceof Collection<?> items) {
            return list(items, indent);
        }
        if (value instanceof Callback callback) {
            return callback(callback, indent);
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Duration duration) {
            return "timedelta(seconds=" + duration.toSeconds() + ")";
        }
        return value instanceof Number ? value.toString() : string(value.toString());
    }

    /** The text as a string literal in one line. */
    static String string(String text) {
        long doubles = text.chars().filter(c -> c == '"').count();
        long singles = text.chars().filter(c -> c == '\'').count();
        char quote = doubles > singles ? '\'' : '"';
        StringBuilder literal = new StringBuilder().append(quote);
        text.chars().forEach(c -> literal.append(escaped((char) c, quote)));
        return literal.append(quote).toString();
    }

    /**
     * The text as a string literal over several lines, each indented, with line breaks before the first and after the
     * last one.
     */
    static String block(String text, int indent) {
        String margin = " ".repeat(indent);
        String lines = text.lines()
                .map(line -> line.isBlank() ? "" : margin + line)
                .collect(Collectors.joining("\n"));
        return "\"\"\"\n" + escapedBlock(lines) + "\n" + margin + "\"\"\"";
    }

    private static String escapedBlock(String text) {
        return text.replace("\\", "\\\\").replace("\"\"\"", "\"\"\\\"");
    }

    private static String escaped(char c, char quote) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> c == quote ? "\\" + c : c < ' ' ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
    }

    private static String map(Map<?, ?> map, int indent) {
        return multiline("{", map.entrySet().stream()
                .map(entry -> of(entry.getKey(), 0) + ": " + of(entry.getValue(), indent + INDENT))
                .toList(), "}", indent);
    }

    private static String list(Collection<?> items, int indent) {
        return multiline("[", items.stream().map(item -> of(item, indent + INDENT)).toList(), "]", indent);
    }

    private static String callback(Callback callback, int indent) {
        return callback.path() + callback.arguments().map(arguments -> multiline("(", arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + of(argument.getValue(), indent + INDENT))
                .toList(), ")", indent)).orElse("");
    }

    /** A comma behind the last item keeps formatters from joining the lines. */
    private static String multiline(String open, Collection<String> items, String close, int indent) {
        if (items.isEmpty()) {
            return open + close;
        }
        String margin = " ".repeat(indent + INDENT);
        String lines = items.stream().map(item -> margin + item + ",\n").collect(Collectors.joining());
        return open + "\n" + lines + " ".repeat(indent) + close;
    }
}
