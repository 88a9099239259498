package org.partitiontools.policy.model;

import java.util.Optional;

/**
 * When a run stops instead of removing partitions.
 *
 * @param limit the greatest share of the partitions that one run may remove, in percent; empty means the default
 * @param gaps what a missing partition means; empty means refuse
 */
public record Cleanup(Optional<Integer> limit, Optional<CleanupGaps> gaps) {
}
