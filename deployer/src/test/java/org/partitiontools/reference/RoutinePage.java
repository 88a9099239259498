package org.partitiontools.reference;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.partitiontools.testing.TestDatabase;

/** The page {@code doc/table_partition.md}: everything in schema partition_tools, from its comments. */
final class RoutinePage {

    private static final String HEADER = """
            # Routines and views of schema partition_tools

            <!-- Made from COMMENT ON in sql/ by RoutinePageReferenceIT; do not edit. -->

            """;

    private static final String ROUTINES = """
            SELECT p.proname AS name,
                   CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
                   pg_catalog.regexp_replace(pg_catalog.pg_get_function_arguments(p.oid), '\\mIN ', '', 'g') AS arguments,
                   CASE WHEN p.prokind = 'p' THEN NULL ELSE pg_catalog.pg_get_function_result(p.oid) END AS result,
                   pg_catalog.obj_description(p.oid, 'pg_proc') AS comment
            FROM pg_catalog.pg_proc p
            WHERE p.pronamespace = 'partition_tools'::regnamespace
            ORDER BY p.proname COLLATE "C", pg_catalog.pg_get_function_identity_arguments(p.oid) COLLATE "C"
            """;

    private static final String RELATIONS = """
            SELECT c.relname AS name, CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
                   pg_catalog.obj_description(c.oid, 'pg_class') AS comment
            FROM pg_catalog.pg_class c
            WHERE c.relnamespace = 'partition_tools'::regnamespace AND c.relkind IN ('v', 'r', 'p')
            ORDER BY c.relname COLLATE "C"
            """;

    private static final String COLUMNS = """
            SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
                   pg_catalog.col_description(a.attrelid, a.attnum) AS comment
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = ('partition_tools.' || pg_catalog.quote_ident(?))::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    private final TestDatabase database;

    private RoutinePage(TestDatabase database) {
        this.database = database;
    }

    static String of(TestDatabase database) throws SQLException {
        return new RoutinePage(database).page();
    }

    private String page() throws SQLException {
        StringBuilder page = new StringBuilder(HEADER);
        List<Map<String, Object>> routines = database.query(ROUTINES).toMaps();
        List<Map<String, Object>> relations = database.query(RELATIONS).toMaps();
        page.append("| name | kind | purpose |\n|---|---|---|\n");
        routines.forEach(routine -> page.append(contents(routine)));
        relations.forEach(relation -> page.append(contents(relation)));
        routines.forEach(routine -> page.append(section(routine)));
        for (Map<String, Object> relation : relations) {
            page.append(section(relation, database.query(COLUMNS, relation.get("name")).toMaps()));
        }
        return page.toString();
    }

    private static String contents(Map<String, Object> object) {
        return "| [%1$s](#%1$s) | %2$s | %3$s |\n".formatted(object.get("name"), object.get("kind"), firstSentence(object));
    }

    private static String section(Map<String, Object> routine) {
        String result = routine.get("result") == null ? "" : "\nRETURNS " + breakArguments(routine.get("result").toString());
        return "\n## %s\n\n```sql\n%s%s\n```\n\n%s\n".formatted(
                routine.get("name"), breakArguments(routine.get("name") + "(" + routine.get("arguments") + ")"), result,
                routine.get("comment"));
    }

    private static String section(Map<String, Object> relation, List<Map<String, Object>> columns) {
        String rows = columns.stream()
                .map(column -> "| %s | %s | %s |".formatted(
                        column.get("name"), column.get("type"), column.get("comment") == null ? "" : column.get("comment")))
                .collect(Collectors.joining("\n"));
        return "\n## %s\n\n%s\n\n| column | type | meaning |\n|---|---|---|\n%s\n".formatted(
                relation.get("name"), relation.get("comment"), rows);
    }

    /** One argument a line where there are several. */
    private static String breakArguments(String text) {
        return text.contains(", ") && text.contains("(")
                ? text.replaceFirst("\\(", "(\n    ").replaceAll(", (?=\\w+ \\w|VARIADIC|OUT |INOUT )", ",\n    ")
                : text;
    }

    private static String firstSentence(Map<String, Object> object) {
        return String.valueOf(object.get("comment")).split("(?<=\\.)\\s|\n", 2)[0].replace("|", "\\|");
    }
}
