package org.partitiontools.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.database.Rows;

class TextTableTest {

    @Test
    void columnsAreAlignedAndNumbersStandRight() {
        Rows rows = new Rows(List.of("name", "row_count", "parts"), List.of(
                Arrays.asList("orders", 1234567L, List.of("a", "b", "c")),
                Arrays.asList("x", 5L, null)));

        assertThat(TextTable.of(rows)).isEqualToNormalizingNewlines("""
                name    row count  parts
                ------  ---------  -----------
                orders  1,234,567  a ... c (3)
                x               5
                """);
    }
}
