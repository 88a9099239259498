package org.partitiontools.policy.model;

/** What a partition that is missing between others means for those that are to be removed. */
public enum CleanupGaps {
    /** Nothing is removed until it is there. */
    REFUSE,
    /** It is missing on purpose. */
    ACCEPT
}
