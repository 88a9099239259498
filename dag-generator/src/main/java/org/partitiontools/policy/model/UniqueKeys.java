package org.partitiontools.policy.model;

/** What becomes of unique keys without the partition column when a plain table becomes partitioned. */
public enum UniqueKeys {
    /** They get the column, too. */
    WIDEN,
    /** Do nothing to the table and say why. */
    REFUSE
}
