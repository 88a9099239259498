package org.partitiontools.definitions;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.partitiontools.testing.TestDatabase;

/** What the server's own views tell of some schemas: another source than the queries that definitions are read with. */
final class ViewDump {

    private static final List<String> ORDINALS = List.of("ordinal_position", "position_in_unique_constraint", "dtd_identifier", "specific_name", "specific_schema",
            "constraint_catalog", "udt_catalog");
    private static final Map<String, String> VIEWS = new TreeMap<>(Map.ofEntries(
            Map.entry("information_schema.columns", "table_schema"), Map.entry("information_schema.tables", "table_schema"),
            Map.entry("information_schema.table_constraints", "constraint_schema"), Map.entry("information_schema.key_column_usage", "constraint_schema"),
            Map.entry("information_schema.referential_constraints", "constraint_schema"), Map.entry("information_schema.routines", "routine_schema"),
            Map.entry("information_schema.triggers", "trigger_schema"), Map.entry("information_schema.views", "table_schema"),
            Map.entry("information_schema.domains", "domain_schema"), Map.entry("information_schema.domain_constraints", "constraint_schema"),
            Map.entry("information_schema.sequences", "sequence_schema"), Map.entry("information_schema.attributes", "udt_schema"),
            Map.entry("information_schema.table_privileges", "table_schema"), Map.entry("information_schema.column_privileges", "table_schema"),
            Map.entry("information_schema.routine_privileges", "routine_schema"), Map.entry("information_schema.usage_privileges", "object_schema"),
            Map.entry("pg_catalog.pg_indexes", "schemaname"), Map.entry("pg_catalog.pg_policies", "schemaname"), Map.entry("pg_catalog.pg_rules", "schemaname"),
            Map.entry("pg_catalog.pg_matviews", "schemaname"), Map.entry("pg_catalog.pg_tables", "schemaname")));

    private ViewDump() {
    }

    /** Lines in order; without what differs from database to database, and without partitions. */
    static String of(TestDatabase database, List<String> schemas) throws SQLException {
        TreeSet<String> lines = new TreeSet<>();
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            List<Map<String, Object>> rows = database.query("SELECT * FROM " + view.getKey() + " WHERE " + view.getValue() + " = ANY (string_to_array(?, '|'))",
                    String.join("|", schemas)).toMaps();
            for (Map<String, Object> row : rows) {
                Map<String, Object> shown = new TreeMap<>(row);
                shown.keySet().removeIf(column -> column.endsWith("_catalog") || ORDINALS.contains(column) || column.equals("ispopulated"));
                String line = view.getKey() + " " + shown;
                // Oids are in the names of NOT NULL constraints; partitions are left alone.
                if (!line.contains("orders_2026_01") && !line.contains("unique_constraint_name=null") && !line.contains("orders_default") && !line.matches("(?s).*constraint_name=\\d+_\\d+_\\d+_not_null.*")) {
                    lines.add(line);
                }
            }
        }
        lines.addAll(database.queryForStrings("SELECT format('comment %s %s', pg_describe_object(classoid, objoid, objsubid), description)"
                + " FROM pg_description WHERE objoid > 16383 ORDER BY 1"));
        return String.join("\n", lines);
    }
}
