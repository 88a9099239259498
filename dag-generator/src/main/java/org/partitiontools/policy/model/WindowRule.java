package org.partitiontools.policy.model;

/** Which partitions the window of an operation takes. */
public enum WindowRule {
    /** Those that lie wholly inside. */
    WHOLE,
    /** Those that begin in it, wherever they end. */
    START
}
