package org.partitiontools.text;

import java.util.Map;
import org.partitiontools.database.Rows;

/** What a check found, for people: a line for each finding and one for its remedy. */
public final class FindingsText {

    private static final int LONGEST = 120;

    private FindingsText() {
    }

    /** The rows are those of {@code partition_tools.check_partitions} with the table as first column. */
    public static String of(Rows findings) {
        return TableSections.of(findings, FindingsText::line);
    }

    private static String line(Map<String, Object> finding) {
        Object hint = finding.get("hint");
        return "  %-7s  %s%s: %s%n%s".formatted(finding.get("severity"), finding.get("finding"), partition(finding), finding.get("message"),
                hint == null ? "" : "           " + hint + System.lineSeparator());
    }

    /** Where the message does not name it. Of many partitions the first ones: format json has all. */
    private static String partition(Map<String, Object> finding) {
        String partition = finding.get("partition") instanceof String text ? text : "";
        if (partition.isEmpty() || String.valueOf(finding.get("message")).contains(partition)) {
            return "";
        }
        return " (" + (partition.length() <= LONGEST ? partition : partition.substring(0, LONGEST) + " ...") + ")";
    }
}
