package org.partitiontools.policy.model;

import static org.partitiontools.policy.model.OperationKey.ACCESS_EXCLUSIVE_MODE;
import static org.partitiontools.policy.model.OperationKey.CLEANUP_POLICY;
import static org.partitiontools.policy.model.OperationKey.DDL_WITH_PARAM;
import static org.partitiontools.policy.model.OperationKey.GRANULARITY;
import static org.partitiontools.policy.model.OperationKey.LIMIT_OPERATIONS;
import static org.partitiontools.policy.model.OperationKey.LOWER_BOUND;
import static org.partitiontools.policy.model.OperationKey.S3_BUCKET;
import static org.partitiontools.policy.model.OperationKey.S3_SERVER_NAME;
import static org.partitiontools.policy.model.OperationKey.TABLE_SPACE;
import static org.partitiontools.policy.model.OperationKey.UPPER_BOUND;
import static org.partitiontools.policy.model.OperationKey.WINDOW;

import java.util.EnumSet;
import java.util.Set;

/**
 * The five operations, in the order in which they are executed on a table. Where the lower bound is optional, a window
 * without it reaches back without end.
 */
public enum OperationKind {
    /** Creates the partitions of a window; drains and splits the default partition for it. */
    CREATE("create_partitions",
            EnumSet.of(GRANULARITY, LOWER_BOUND, UPPER_BOUND),
            EnumSet.of(TABLE_SPACE, LIMIT_OPERATIONS)),
    /** Joins small partitions of a window to larger ones. */
    MERGE("merge_partitions",
            EnumSet.of(GRANULARITY, LOWER_BOUND, UPPER_BOUND),
            EnumSet.of(TABLE_SPACE, LIMIT_OPERATIONS, ACCESS_EXCLUSIVE_MODE, DDL_WITH_PARAM)),
    /** Moves the partitions of a window to another tablespace or storage. */
    MOVE("move_partitions",
            EnumSet.of(UPPER_BOUND),
            EnumSet.of(LOWER_BOUND, TABLE_SPACE, LIMIT_OPERATIONS, ACCESS_EXCLUSIVE_MODE, DDL_WITH_PARAM)),
    /** Moves the rows of a window to object storage. */
    UNLOAD("unload_to_s3_partitions",
            EnumSet.of(UPPER_BOUND),
            EnumSet.of(LOWER_BOUND, WINDOW, S3_SERVER_NAME, S3_BUCKET, LIMIT_OPERATIONS, ACCESS_EXCLUSIVE_MODE, CLEANUP_POLICY)),
    /** Drops or detaches the partitions of a window. */
    DELETE("delete_partitions",
            EnumSet.of(UPPER_BOUND),
            EnumSet.of(LOWER_BOUND, LIMIT_OPERATIONS, CLEANUP_POLICY));

    private final String routine;
    private final Set<OperationKey> required;
    private final Set<OperationKey> allowed;

    OperationKind(String routine, EnumSet<OperationKey> required, EnumSet<OperationKey> optional) {
        this.routine = routine;
        this.required = required;
        this.allowed = EnumSet.copyOf(required);
        this.allowed.addAll(optional);
    }

    /** The name in a policy, which is also the name of the SQL routine. */
    public String routine() {
        return routine;
    }

    public boolean requires(OperationKey key) {
        return required.contains(key);
    }

    public boolean allows(OperationKey key) {
        return allowed.contains(key);
    }

    @Override
    public String toString() {
        return routine;
    }
}
