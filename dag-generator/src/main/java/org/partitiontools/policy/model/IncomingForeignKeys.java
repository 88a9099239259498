package org.partitiontools.policy.model;

/** What to do about foreign keys that point at the partitioned table. */
public enum IncomingForeignKeys {
    /** Do nothing to the table and say why. */
    REFUSE,
    /** Drop them and add them again afterwards. */
    RECREATE,
    /** Drop them when a plain table becomes partitioned. */
    DROP
}
