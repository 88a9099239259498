package org.partitiontools.reference;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.partitiontools.testing.TestDatabase;

/** The table of properties in doc/architecture.md: leaf_kinds() in words. */
final class PropertyTable {

    private static final String BEGIN = "<!-- Made from leaf_kinds() by PropertyTableReferenceIT; do not edit. -->\n";
    private static final String END = "<!-- End of what is made from leaf_kinds(). -->\n";

    private static final Map<String, String> GIVEN = Map.of("stage", "with the staging table", "build", "when it is built", "keys", "before the swap, when staging has settled",
            "swap", "at the swap", "attached", "when it is attached", "clean up", "when the old ones are dropped");
    private static final Map<String, String> SEVERAL = Map.of("table", "the table's", "same", "must be the same", "all", "where all have it", "template", "of the largest, unless the policy says otherwise",
            "united", "all of them, each definition once", "greatest", "the greatest", "first", "of the largest that has one", "moved", "all of them", "refused", "refused");
    private static final Map<String, String> CONFLICT = Map.of("same", ", else ", "all", ", or where the bounds imply it; else ", "united", "; one name with two definitions: ", "refused", ": ");
    private static final Map<String, String> CHANGED = Map.of("PP041", "PP041 at the next step", "rewritten", "PP041 at the next step, for it writes another file", "taken over", "taken over before the swap",
            "rebuilt", "built or dropped before the swap", "read", "read at the swap", "PP021", "PP021 at the next step");

    private PropertyTable() {
    }

    /** The page with its table as the database has it. */
    static String in(String page, TestDatabase database) throws SQLException {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException("the page has no place for the table");
        }
        return page.substring(0, begin) + of(database) + page.substring(end);
    }

    private static String of(TestDatabase database) throws SQLException {
        StringBuilder table = new StringBuilder("| kind | property | given | several sources become one | changed while the job works | restored |\n|---|---|---|---|---|---|\n");
        for (String row : database.queryForStrings("SELECT concat_ws('|', kind, words, array_to_string(given, ','), several, coalesce(conflict, ''), changed, CASE WHEN archived THEN 'yes' ELSE '' END)"
                + " FROM partition_tools_internal.leaf_kinds() ORDER BY ordinal")) {
            String[] cells = row.split("\\|", -1);
            String conflict = cells[4].isEmpty() ? "" : word(CONFLICT, cells[3]) + cells[4];
            table.append(String.join(" | ", "| " + cells[0], cells[1], given(cells[2]), word(SEVERAL, cells[3]) + conflict, word(CHANGED, cells[5]), cells[6])).append(" |\n");
        }
        return table.toString();
    }

    private static String given(String codes) {
        return codes.isEmpty() ? "never" : String.join("; ", List.of(codes.split(",")).stream().map(code -> word(GIVEN, code)).toList());
    }

    private static String word(Map<String, String> words, String code) {
        String word = words.get(code);
        if (word == null) {
            throw new IllegalStateException("leaf_kinds() says \"" + code + "\", for which there are no words");
        }
        return word;
    }
}
