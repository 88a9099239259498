package org.partitiontools.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Two tables with the same columns, compared row by row.
 *
 * @param table the name of the first
 * @param rows rows of the first
 * @param missing rows that only the second has, counting duplicates
 * @param unexpected rows that only the first has, counting duplicates
 */
record Comparison(String table, long rows, long missing, long unexpected) {

    static Comparison of(Connection connection, String table, String truth) throws SQLException {
        String sql = """
                SELECT (SELECT count(*) FROM %1$s),
                       (SELECT count(*) FROM (TABLE %2$s EXCEPT ALL TABLE %1$s) AS missing),
                       (SELECT count(*) FROM (TABLE %1$s EXCEPT ALL TABLE %2$s) AS unexpected)
                """.formatted(table, truth);
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Comparison(table, row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    boolean isSame() {
        return missing == 0 && unexpected == 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d rows, %,d missing, %,d unexpected", table, rows, missing, unexpected);
    }
}
