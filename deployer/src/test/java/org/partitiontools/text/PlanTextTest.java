package org.partitiontools.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.database.Rows;

class PlanTextTest {

    private static final List<String> COLUMNS = List.of("table", "ordinal", "operation", "action", "sources", "targets",
            "strategy", "estimated_rows", "estimated_bytes", "strongest_lock");

    @Test
    void anActionIsToldInThreeLines() {
        Rows plan = new Rows(COLUMNS, List.of(Arrays.asList("sales.orders", 1, "create_partitions", "drain",
                List.of("orders_default DEFAULT"),
                List.of("a [2026-01-01, 2026-02-01)", "b [2026-02-01, 2026-03-01)", "c [2026-03-01, 2026-04-01)", "rest DEFAULT"),
                "stage and swap", 1234567L, 5 * 1024 * 1024L, "ACCESS EXCLUSIVE for milliseconds")));

        assertThat(PlanText.of(plan)).isEqualToNormalizingNewlines("""
                sales.orders
                   1. drain orders_default
                      to a ... rest (4 partitions)
                      about 1,234,567 rows, 5.0 MB; stage and swap; ACCESS EXCLUSIVE for milliseconds
                """);
    }

    @Test
    void whatIsDroppedGoesNowhere() {
        Rows plan = new Rows(COLUMNS, List.of(Arrays.asList("sales.orders", 1, "delete_partitions", "drop",
                List.of("old [2020-01-01, 2021-01-01)"), List.of(), "detach, then drop", 0L, null, "ACCESS EXCLUSIVE")));

        assertThat(PlanText.of(plan)).contains("1. drop old").contains("0 bytes").doesNotContain(" to ");
    }
}
