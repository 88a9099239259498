package org.partitiontools.policy.model;

/** What an integer partition key counts since 1970-01-01 00:00 UTC. */
public enum EpochUnit {
    /** Seconds. */
    S,
    /** Milliseconds. */
    MS
}
