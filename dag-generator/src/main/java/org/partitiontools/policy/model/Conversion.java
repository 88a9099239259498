package org.partitiontools.policy.model;

import java.util.Optional;

/**
 * How a table becomes partitioned that is still a plain one.
 *
 * @param partitionBy the column, unquoted; of a partitioned table it is only checked
 * @param mode how it is done; empty means by a copy
 * @param uniqueKeys what becomes of unique keys without that column; empty means that the primary key gets it and others are refused
 * @param keepSource how long the plain table is kept, an interval or {@code 0}; empty means a day
 */
public record Conversion(String partitionBy, Optional<PartitionMode> mode, Optional<UniqueKeys> uniqueKeys, Optional<String> keepSource) {
}
