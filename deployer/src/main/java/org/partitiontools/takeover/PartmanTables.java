package org.partitiontools.takeover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.ConfigurationException;
import org.partitiontools.policy.interval.Granularity;
import org.partitiontools.policy.interval.IntervalFormatException;
import org.partitiontools.policy.interval.PolicyInterval;

/** What the table {@code part_config} of pg_partman, versions 4 and 5, says. */
public final class PartmanTables {

    private static final String SOURCE = "pg_partman";
    // As JSON, since every version has other columns.
    private static final String TABLES = """
            SELECT pg_catalog.row_to_json(c)::pg_catalog.text, n.nspname, t.relname, t.relkind = 'p',
                   (SELECT a.atttypid::pg_catalog.regtype::pg_catalog.text
                    FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = t.oid AND a.attname = c.control AND NOT a.attisdropped)
            FROM %s.part_config AS c
            LEFT JOIN pg_catalog.pg_class AS t ON t.oid = pg_catalog.to_regclass(c.parent_table)
            LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
            ORDER BY c.parent_table
            """;
    private static final String SCHEMA = """
            SELECT pg_catalog.quote_ident(n.nspname)
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'partition_interval'
            WHERE c.relname = 'part_config' AND c.relkind = 'r'
            ORDER BY 1
            """;

    private final List<Map<String, Object>> entries = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private PartmanTables() {
    }

    /**
     * Reads a database; changes nothing.
     *
     * @throws ConfigurationException if there is no pg_partman
     */
    public static TakenOver read(Connection connection) throws SQLException {
        PartmanTables tables = new PartmanTables();
        try (Statement statement = connection.createStatement()) {
            String schema = schema(statement, connection.getCatalog());
            try (ResultSet rows = statement.executeQuery(TABLES.formatted(schema))) {
                while (rows.next()) {
                    JsonNode config = json(rows.getString(1));
                    Optional<String> obstacle = rows.getString(3) == null ? Optional.of("there is no such table")
                            : obstacle(config, rows.getBoolean(4), String.valueOf(rows.getString(5)));
                    if (obstacle.isPresent()) {
                        tables.remarks.add(config.path("parent_table").asText() + " is left out: " + obstacle.get());
                    } else {
                        tables.add(config, rows.getString(2), rows.getString(3));
                    }
                }
            }
        }
        return new TakenOver(SOURCE + " in database " + connection.getCatalog(), tables.entries, tables.remarks);
    }

    private static String schema(Statement statement, String database) throws SQLException {
        try (ResultSet row = statement.executeQuery(SCHEMA)) {
            if (!row.next()) {
                throw new ConfigurationException("there is no table part_config of pg_partman in database " + database);
            }
            String schema = row.getString(1);
            if (row.next()) {
                throw new ConfigurationException("several schemas have a table part_config: " + schema + ", " + row.getString(1));
            }
            return schema;
        }
    }

    private static Optional<String> obstacle(JsonNode config, boolean partitioned, String keyType) {
        if (!partitioned) {
            return Optional.of("it is partitioned by inheritance and triggers; make it a partitioned table first");
        }
        if (config.path("partition_type").asText().equals("list")) {
            return Optional.of("it is partitioned by LIST");
        }
        String epoch = config.path("epoch").asText("none");
        boolean integer = keyType.equals("integer") || keyType.equals("bigint");
        if (integer && epoch.equals("none") || keyType.equals("numeric") || keyType.equals("smallint")) {
            return Optional.of("it is partitioned by a row number, which has no calendar");
        }
        if (!epoch.equals("none") && !epoch.equals("seconds") && !epoch.equals("milliseconds")) {
            return Optional.of("its key counts " + epoch + "; seconds and milliseconds can be taken over");
        }
        try {
            return Granularity.complaintAbout(PolicyInterval.parse(interval(config))).map(complaint -> "its interval " + interval(config) + " " + complaint);
        } catch (IntervalFormatException e) {
            return Optional.of("its interval " + interval(config) + " cannot be read: " + e.getMessage());
        }
    }

    private void add(JsonNode config, String schema, String table) {
        String interval = interval(config);
        int ahead = config.path("premake").asInt(4);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("table", table);
        entry.put("schema", schema);
        entry.put("partition_by", config.path("control").asText());
        if (!config.path("epoch").asText("none").equals("none")) {
            entry.put("epoch_unit", config.path("epoch").asText().equals("seconds") ? "s" : "ms");
        }
        List<Map<String, Object>> operations = new ArrayList<>();
        Map<String, Object> create = operation("create_partitions");
        create.put("granularity", interval);
        // It makes the current partition and those ahead, and never what is missing before.
        create.put("lower_bound", "0 days");
        create.put("upper_bound", ahead(interval, ahead));
        operations.add(create);
        String retention = config.path("retention").asText("");
        if (!retention.isEmpty() && !retention.equals("null")) {
            Map<String, Object> delete = operation("delete_partitions");
            delete.put("upper_bound", retention);
            delete.put("cleanup_policy", config.path("retention_keep_table").asBoolean(true) ? "detach" : "drop");
            operations.add(delete);
        }
        entry.put("operations", operations);
        entries.add(entry);
        remark(config, schema + "." + table);
    }

    /** What our policies do not say. */
    private void remark(JsonNode config, String table) {
        if (!config.path("retention_schema").asText("null").equals("null")) {
            remarks.add(table + ": partitions past the retention are detached, and stay in their schema instead of moving to "
                    + config.path("retention_schema").asText());
        }
        if (!config.path("automatic_maintenance").asText("on").equals("on")) {
            remarks.add(table + ": automatic_maintenance is off; leave the table out where nobody is to work on it by a schedule");
        }
        if (!config.path("infinite_time_partitions").asBoolean(false)) {
            remarks.add(table + ": partitions are made ahead of now, also where no rows arrive (infinite_time_partitions)");
        }
        if (!config.path("sub_partition_set_full").isMissingNode() && config.path("sub_partition_set_full").asBoolean(false)) {
            remarks.add(table + ": sub-partitioned; only one level is worked on");
        }
    }

    private static Map<String, Object> operation(String name) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operation", name);
        return operation;
    }

    /** Weeks begin on Monday in both, however it writes them. */
    private static String interval(JsonNode config) {
        String text = config.path("partition_interval").asText();
        return text.equals("7 days") ? "1 week" : text;
    }

    private static String ahead(String interval, int count) {
        PolicyInterval length = PolicyInterval.parse(interval);
        StringBuilder text = new StringBuilder();
        append(text, -(long) length.months() * count, "months");
        append(text, -(long) length.days() * count, "days");
        append(text, -length.micros() / 1_000_000 * count, "seconds");
        return text.isEmpty() ? "0 days" : text.toString().strip();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(' ').append(number).append(' ').append(unit);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the server's JSON can be read", e);
        }
    }
}
