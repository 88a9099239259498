package org.partitiontools.sql;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The section of {@code doc/architecture.md} that lists what an engine provides. */
final class AdapterPage {

    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)(\\([^`]*\\))?` \\| (.+) \\| (.*) \\|$", Pattern.MULTILINE);

    private AdapterPage() {
    }

    /**
     * A row of the list.
     *
     * @param name of a routine, or a view
     * @param parameters their types in parentheses; null for a view
     */
    record Entry(String name, String parameters, String inQuery) {
    }

    static List<Entry> entries() {
        String page = TestFiles.read("doc/architecture.md");
        int start = page.indexOf("\n## The adapter's interface\n");
        String section = page.substring(start, page.indexOf("\n## ", start + 1));
        return ROW.matcher(section).results()
                .map(row -> new Entry(row.group(1), row.group(2), row.group(4)))
                .toList();
    }

    static Map<String, Entry> byName() {
        return entries().stream().collect(Collectors.toMap(Entry::name, entry -> entry));
    }
}
