package org.partitiontools.api;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * A plain table that is to become a partitioned one, as {@code partition_table} takes it.
 *
 * @param table the name, qualified, and quoted where SQL needs it
 * @param column by whose time it is partitioned
 * @param granularity the length of a partition
 * @param lowerBound how far back partitions reach; empty means to the oldest row
 * @param upperBound how far back they end, negative is ahead; empty means three partitions ahead
 * @param tableSpace where they lie; empty means where the table does
 * @param mode how it is done
 * @param settings of the session, without the prefix {@code partition_tools.}
 * @param asOf the reference time; empty means now
 */
public record Conversion(String table, String column, String granularity, Optional<String> lowerBound, Optional<String> upperBound,
        Optional<String> tableSpace, String mode, Map<String, String> settings, Optional<OffsetDateTime> asOf) {
}
