package org.partitiontools.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.partitiontools.database.Rows;

/** Rows as text in aligned columns, numbers to the right. */
public final class TextTable {

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
    public static String of(Rows rows) {
        return new TextTable(rows).lines().collect(Collectors.joining());
    }

    private Stream<String> lines() {
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
            return text(list);
        }
        return value instanceof Integer || value instanceof Long ? String.format(Locale.ROOT, "%,d", value) : value.toString();
    }

    /** The first and the last of a long list: a year of partitions would not fit on a line. */
    private static String text(List<?> list) {
        return list.size() <= 2
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : list.get(0) + " ... " + list.get(list.size() - 1) + " (" + list.size() + ")";
    }
}
