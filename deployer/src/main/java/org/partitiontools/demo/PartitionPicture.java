package org.partitiontools.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.partitiontools.database.Rows;

/** The partitions of a table drawn as text: bounds, tablespace, rows, and a bar as long as there are rows. */
final class PartitionPicture {

    private static final int LONGEST_BAR = 40;

    private PartitionPicture() {
    }

    /** @param table the name, quoted where SQL needs it */
    static String of(Connection connection, String table) throws SQLException {
        List<Map<String, Object>> partitions = partitions(connection, table).toMaps();
        long most = partitions.stream().mapToLong(PartitionPicture::rows).max().orElse(0);
        long all = partitions.stream().mapToLong(PartitionPicture::rows).sum();
        int width = partitions.stream().mapToInt(partition -> partition.get("partition_name").toString().length()).max().orElse(0);
        return String.format(Locale.ROOT, "%s: %d partitions, %,d rows%n", table, partitions.size(), all)
                + partitions.stream().map(partition -> line(partition, width, most)).collect(Collectors.joining());
    }

    private static String line(Map<String, Object> partition, int width, long most) {
        String bounds = (Boolean) partition.get("is_default")
                ? "everything else"
                : partition.get("lower") + " .. " + partition.get("upper");
        return String.format(Locale.ROOT, "  %-" + width + "s  %-24s  %-10s %,9d  %s", partition.get("partition_name"), bounds,
                partition.get("tablespace"), rows(partition), bar(rows(partition), most)).stripTrailing() + System.lineSeparator();
    }

    private static String bar(long rows, long most) {
        return rows == 0 ? "" : "#".repeat((int) Math.max(1, LONGEST_BAR * rows / most));
    }

    private static long rows(Map<String, Object> partition) {
        return (Long) partition.get("rows");
    }

    private static Rows partitions(Connection connection, String table) throws SQLException {
        String sql = """
                SELECT partition_name, is_default, (lower_time AT TIME ZONE 'UTC')::date AS lower,
                       (upper_time AT TIME ZONE 'UTC')::date AS upper, tablespace, coalesce(counted.rows, 0) AS rows
                FROM partition_tools.partitions
                LEFT JOIN (SELECT tableoid, count(*) AS rows FROM %s GROUP BY tableoid) AS counted ON counted.tableoid = partition
                WHERE root = ?::regclass AND is_leaf
                ORDER BY is_default, lower_time NULLS FIRST
                """.formatted(table);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return Rows.read(rows);
            }
        }
    }
}
