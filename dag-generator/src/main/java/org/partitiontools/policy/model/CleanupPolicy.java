package org.partitiontools.policy.model;

/** What deleting a partition means. */
public enum CleanupPolicy {
    /** The partition and its rows are gone. */
    DROP,
    /** The partition stays as a table of its own. */
    DETACH
}
