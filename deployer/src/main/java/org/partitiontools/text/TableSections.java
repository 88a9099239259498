package org.partitiontools.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.partitiontools.database.Rows;

/** Rows about several tables, as text with the name of each table above what is about it. */
final class TableSections {

    private TableSections() {
    }

    /**
     * @param rows with a first column {@code table}
     * @param entry writes one row, with a line end after each line
     */
    static String of(Rows rows, Function<Map<String, Object>, String> entry) {
        Map<Object, List<Map<String, Object>>> tables = rows.toMaps().stream()
                .collect(Collectors.groupingBy(row -> row.get("table"), LinkedHashMap::new, Collectors.toList()));
        return tables.entrySet().stream()
                .map(table -> table.getKey() + System.lineSeparator()
                        + table.getValue().stream().map(entry).collect(Collectors.joining()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
