package org.partitiontools.policy.model;

/** How a plain table becomes partitioned. */
public enum PartitionMode {
    /** Its rows are copied to partitions. */
    COPY,
    /** It becomes a partition, as it is. */
    ADOPT
}
