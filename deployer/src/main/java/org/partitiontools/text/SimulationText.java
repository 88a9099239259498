package org.partitiontools.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.partitiontools.database.Rows;

/** What the months to come would bring, for people: for each run its actions, and then what the tablespaces hold. */
public final class SimulationText {

    private static final int NAMED = 3;

    private SimulationText() {
    }

    /** The rows are those of {@code map_simulation} with the table as first column. */
    public static String of(Rows simulation) {
        return TableSections.of(simulation, SimulationText::line);
    }

    private static String line(Map<String, Object> row) {
        String day = String.valueOf(row.get("as_of")).split(" ")[0];
        return switch ((String) row.get("what")) {
            case "growth" -> String.format(Locale.ROOT, "  grows by about %,d rows and %s a day (%s)%n", (Long) row.get("rows"), bytes(row.get("bytes")), row.get("note"));
            case "action" -> String.format(Locale.ROOT, "  %s  %-7s %s%s  about %,d rows, %s%s%n", day, row.get("action"), names(row.get("sources")), targets(row),
                    (Long) row.get("rows"), bytes(row.get("bytes")), row.get("note") == null ? "" : String.format("%n              refused, %s", row.get("note")));
            case "tablespace" -> String.format(Locale.ROOT, "  %s    %s: %d partitions, %s%n", day, row.get("tablespace"), (Long) row.get("partitions"), bytes(row.get("bytes")));
            // The partitions at the end are for programs.
            default -> "";
        };
    }

    private static String targets(Map<String, Object> row) {
        String targets = names(row.get("targets"));
        return targets.isEmpty() ? "" : (names(row.get("sources")).isEmpty() ? "" : " to ") + targets;
    }

    private static String names(Object ranges) {
        List<?> all = (List<?>) ranges;
        List<String> names = all.stream().map(range -> String.valueOf(range).replaceFirst(" (\\[.*|DEFAULT)$", "")).toList();
        return names.size() <= NAMED ? String.join(", ", names) : names.get(0) + " ... " + names.get(names.size() - 1) + " (" + names.size() + " partitions)";
    }

    private static String bytes(Object value) {
        double left = ((Number) value).doubleValue();
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        while (left >= 1024 && unit < units.length - 1) {
            left /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit > 0 && left < 10 ? "%.1f %s" : "%.0f %s", left, units[unit]);
    }
}
