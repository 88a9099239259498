package org.partitiontools.policy.model;

import java.util.Optional;
import org.partitiontools.policy.interval.WrittenInterval;

/**
 * One operation of a table, defaults of the policy already applied.
 *
 * <p>The reader guarantees the keys that the kind of operation requires; every other one may be absent, and then the
 * SQL routine uses its own default.
 *
 * @param place where the operation is written
 * @param kind which of the five operations
 * @param granularity length of the partitions: a multiple of an hour, day or month
 * @param lowerBound how far before the reference time the window starts, inclusive
 * @param upperBound how far before the reference time the window ends, exclusive; negative means in the future
 * @param windowRule which partitions the window takes
 * @param tableSpace tablespace of the partitions that result
 * @param limitOperations how many actions one call may execute, at least 1
 * @param accessExclusiveMode whether the table may be locked against everyone for the whole work
 * @param ddlWithParam storage clause of the partitions that result, such as {@code WITH (fillfactor = 90)}
 * @param s3ServerName name of the object store's server
 * @param s3Bucket bucket that takes the rows
 * @param cleanupPolicy what deleting means
 */
public record Operation(
        Place place,
        OperationKind kind,
        Optional<WrittenInterval> granularity,
        Optional<WrittenInterval> lowerBound,
        Optional<WrittenInterval> upperBound,
        Optional<WindowRule> windowRule,
        Optional<String> tableSpace,
        Optional<Integer> limitOperations,
        Optional<Boolean> accessExclusiveMode,
        Optional<String> ddlWithParam,
        Optional<String> s3ServerName,
        Optional<String> s3Bucket,
        Optional<CleanupPolicy> cleanupPolicy) {

    /** The window of time the operation works on, relative to the reference time. */
    public Window window() {
        return new Window(lowerBound, upperBound.orElseThrow());
    }
}
