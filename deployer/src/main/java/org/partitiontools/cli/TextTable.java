package org.partitiontools.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.partitiontools.database.Rows;

/** Rows as text in aligned columns, numbers to the right. */
final class TextTable {

    private static final String GAP = "  ";

    private final Rows rows;
    private final List<List<String>> cells;
    private final int[] widths;

    private TextTable(Rows rows) {
        this.rows = rows;
        this.cells = rows.values().stream().map(row -> row.stream().map(TextTable::text).toList()).toList();
        this.widths = IntStream.range(0, rows.columns().size()).map(this::width).toArray();
    }

    /** The text, with a line end after each line. */
    static String of(Rows rows) {
        return new TextTable(rows).lines().collect(Collectors.joining());
    }

    private java.util.stream.Stream<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(rows.columns().stream().map(name -> name.replace('_', ' ')).toList()));
        lines.add(line(IntStream.of(widths).mapToObj("-"::repeat).toList()));
        cells.forEach(row -> lines.add(line(row)));
        return lines.stream();
    }

    private String line(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(column -> pad(texts.get(column), column))
                .collect(Collectors.joining(GAP))
                .stripTrailing() + System.lineSeparator();
    }

    private String pad(String text, int column) {
        String space = " ".repeat(widths[column] - text.length());
        return isNumeric(column) ? space + text : text + space;
    }

    private boolean isNumeric(int column) {
        return rows.values().stream().map(row -> row.get(column)).anyMatch(Number.class::isInstance);
    }

    private int width(int column) {
        int widest = cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(widest, rows.columns().get(column).length());
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value instanceof Integer || value instanceof Long ? String.format(java.util.Locale.ROOT, "%,d", value) : value.toString();
    }
}
