package org.partitiontools.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.partitiontools.database.Rows;

/** A plan for people: two or three lines an action. Bounds are left out, for the names tell them. */
public final class PlanText {

    private static final int KILO = 1024;
    private static final String UNITS = "kMGTP";

    private PlanText() {
    }

    /** The plans of several tables; the rows are those of {@code partition_tools.plan} with the table as first column. */
    public static String of(Rows plans) {
        return TableSections.of(plans, PlanText::action);
    }

    private static String action(Map<String, Object> action) {
        String targets = names(action.get("targets"));
        return "%4d. %s %s%s%n      about %,d rows, %s; %s; %s%n".formatted(
                action.get("ordinal"), action.get("action"), names(action.get("sources")),
                targets.isEmpty() ? "" : "\n      to " + targets,
                action.get("estimated_rows"), bytes((Long) action.get("estimated_bytes")),
                action.get("strategy"), action.get("strongest_lock"));
    }

    /** The first and the last of many. */
    private static String names(Object value) {
        List<String> names = value == null
                ? List.of()
                : ((List<?>) value).stream().map(PlanText::name).toList();
        return names.size() <= 3
                ? String.join(", ", names)
                : names.get(0) + " ... " + names.get(names.size() - 1) + " (" + names.size() + " partitions)";
    }

    /** A partition is written as: name [lower, upper), or name DEFAULT. */
    private static String name(Object partition) {
        return partition.toString().replaceFirst(" (\\[.*\\)|DEFAULT)$", "");
    }

    private static String bytes(Long bytes) {
        if (bytes == null || bytes < KILO) {
            return (bytes == null ? 0 : bytes) + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= KILO && unit < UNITS.length() - 1) {
            value /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, UNITS.charAt(unit));
    }
}
