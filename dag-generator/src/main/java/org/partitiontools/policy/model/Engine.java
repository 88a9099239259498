package org.partitiontools.policy.model;

/** The database a policy is for. It decides how a routine is called. */
public enum Engine {
    /** PostgreSQL 14 and later: procedures. */
    POSTGRESQL,
    /** Greenplum 6: functions, and {@code :=} in named arguments. */
    GREENPLUM,
    /** Greenplum 7, called like Greenplum 6. */
    GREENPLUM7;

    /** Whether it is installed by those alone who ask for it, because it has not been tried enough. */
    public boolean isExperimental() {
        return this == GREENPLUM7;
    }

    /** Whether routines are called with SELECT. */
    public boolean isGreenplum() {
        return this != POSTGRESQL;
    }
}
