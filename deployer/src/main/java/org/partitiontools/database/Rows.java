package org.partitiontools.database;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The result of a query, detached from its connection. Values are numbers, booleans, lists (of arrays), strings and null.
 *
 * @param columns the names
 * @param values row by row
 */
public record Rows(List<String> columns, List<List<Object>> values) {

    /** Reads a result to its end. */
    public static Rows read(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
        }
        List<List<Object>> values = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(value(result, i));
            }
            values.add(row);
        }
        return new Rows(columns, values);
    }

    private static Object value(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value instanceof Array array) {
            return Arrays.asList((Object[]) array.getArray());
        }
        // Timestamps and intervals as the server writes them.
        return value == null || value instanceof Number || value instanceof Boolean ? value : result.getString(column);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The same with a first column that has one value in every row. */
    public Rows withFirst(String column, Object value) {
        return new Rows(
                concat(column, columns),
                values.stream().map(row -> concat(value, row)).toList());
    }

    /** The same without some columns; a name that is no column is ignored. */
    public Rows without(String... names) {
        Set<String> dropped = Set.of(names);
        int[] kept = IntStream.range(0, columns.size()).filter(i -> !dropped.contains(columns.get(i))).toArray();
        return new Rows(pick(columns, kept), values.stream().map(row -> pick(row, kept)).toList());
    }

    private static <T> List<T> pick(List<T> list, int... positions) {
        List<T> picked = new ArrayList<>();
        IntStream.of(positions).forEach(i -> picked.add(list.get(i)));
        return picked;
    }

    /** All of them under each other; they must have the same columns. */
    public static Rows union(List<String> columns, List<Rows> parts) {
        return new Rows(columns, parts.stream().flatMap(part -> part.values.stream()).toList());
    }

    /** Each row as a map from column to value. */
    public List<Map<String, Object>> toMaps() {
        return values.stream().map(this::toMap).toList();
    }

    private Map<String, Object> toMap(List<Object> row) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            map.put(columns.get(i), row.get(i));
        }
        return map;
    }

    private static <T> List<T> concat(T first, List<T> rest) {
        List<T> all = new ArrayList<>();
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
