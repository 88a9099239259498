package org.partitiontools.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.partitiontools.testing.TestDatabase;

/**
 * Everything a partition is, as text: one line for each property. pg_dump shows less (no tablespaces of a copy that was
 * moved, no statistics targets of an expression, no invalid indexes) and exists only for servers of its version.
 */
public final class LeafDump {

    private static final String QUERY = TestFiles.read("test_sql/leaf_dump.sql");

    /** Names that a partition's objects have only because of its own name. */
    private static final String NAMES = """
            SELECT name FROM (
                SELECT c.relname AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = ?::text::regclass
                UNION SELECT s.stxname FROM pg_statistic_ext s WHERE s.stxrelid = ?::text::regclass
                UNION SELECT c.relname FROM pg_class c WHERE c.oid = ?::text::regclass) AS n""";

    private LeafDump() {
    }

    /**
     * @param leaf as SQL writes it, schema included
     */
    public static List<String> of(TestDatabase database, String leaf) throws SQLException {
        return query(database, QUERY, leaf, 1);
    }

    /**
     * The same without what two partitions of one table always differ in: names, bounds, the table's comment, and
     * sequences, which only one of them can own.
     */
    public static List<String> anonymous(TestDatabase database, String leaf) throws SQLException {
        List<String> names = new ArrayList<>(query(database, NAMES, leaf, 3));
        // The longest first: names of indexes begin with that of the table.
        names.sort(Comparator.comparing(String::length).reversed());
        return of(database, leaf).stream()
                .filter(line -> !line.matches("(table bound|table comment|sequence): .*"))
                .map(line -> hide(line, names))
                .sorted()
                .toList();
    }

    /** Applies a change to every line, and sorts them again. */
    public static List<String> changed(List<String> dump, UnaryOperator<String> change) {
        return dump.stream().map(change).sorted().toList();
    }

    /** The lines that only one of two dumps has: those that got lost with a minus, new ones with a plus. */
    public static List<String> difference(List<String> before, List<String> after) {
        List<String> lost = new ArrayList<>(before);
        after.forEach(lost::remove);
        List<String> added = new ArrayList<>(after);
        before.forEach(added::remove);
        List<String> difference = new ArrayList<>();
        lost.forEach(line -> difference.add("- " + line));
        added.forEach(line -> difference.add("+ " + line));
        return difference;
    }

    private static String hide(String line, List<String> names) {
        String hidden = line;
        for (String name : names) {
            // Not in a string of the sample that only looks like the name.
            hidden = hidden.replaceAll("(?<!\\w)" + name + "(?!\\w| ')", "*");
        }
        return hidden;
    }

    private static List<String> query(TestDatabase database, String sql, String leaf, int parameters) throws SQLException {
        try (Connection connection = database.connect()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET search_path = pg_catalog");
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 1; i <= parameters; i++) {
                    statement.setString(i, leaf);
                }
                return read(statement.executeQuery());
            }
        }
    }

    private static List<String> read(ResultSet result) throws SQLException {
        List<String> lines = new ArrayList<>();
        while (result.next()) {
            lines.add(result.getString(1));
        }
        return lines;
    }
}
