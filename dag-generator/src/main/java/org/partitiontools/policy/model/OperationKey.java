package org.partitiontools.policy.model;

/** The keys of an operation besides its name; in YAML and in JSON they are written in lower case. */
public enum OperationKey {
    GRANULARITY,
    LOWER_BOUND,
    UPPER_BOUND,
    WINDOW,
    TABLE_SPACE,
    LIMIT_OPERATIONS,
    ACCESS_EXCLUSIVE_MODE,
    DDL_WITH_PARAM,
    S3_SERVER_NAME,
    S3_BUCKET,
    CLEANUP_POLICY;

    public String text() {
        return Word.of(this);
    }
}
