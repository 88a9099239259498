package org.partitiontools.text;

import java.util.Map;
import org.partitiontools.database.Rows;

/** What a check found, for people: a line for each finding and one for its remedy. */
public final class FindingsText {

    private FindingsText() {
    }

    /** The rows are those of {@code partition_tools.check_partitions} with the table as first column. */
    public static String of(Rows findings) {
        return TableSections.of(findings, FindingsText::line);
    }

    private static String line(Map<String, Object> finding) {
        Object hint = finding.get("hint");
        return "  %-7s  %s: %s%n%s".formatted(finding.get("severity"), finding.get("finding"), finding.get("message"),
                hint == null ? "" : "           " + hint + System.lineSeparator());
    }
}
