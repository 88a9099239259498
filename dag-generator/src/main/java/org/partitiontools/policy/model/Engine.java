package org.partitiontools.policy.model;

/** The database a policy is for. It decides how a routine is called. */
public enum Engine {
    /** PostgreSQL 14 and later: procedures. */
    POSTGRESQL,
    /** Greenplum 6: functions, and {@code :=} in named arguments. */
    GREENPLUM
}
