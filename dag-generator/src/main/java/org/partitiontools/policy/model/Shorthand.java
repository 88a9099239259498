package org.partitiontools.policy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.partitiontools.policy.interval.WrittenInterval;

/**
 * The short form of a table's policy, which stands for one create and, with a retention, one delete operation.
 *
 * @param place where the short form starts
 * @param interval length of a partition
 * @param preProvisioned how many partitions to keep ready after the current one, at least 0
 * @param retention how many partitions to keep, at least 0; empty means all
 * @param cleanupPolicy what happens to older ones
 */
public record Shorthand(
        Place place,
        Frequency interval,
        int preProvisioned,
        Optional<Integer> retention,
        Optional<CleanupPolicy> cleanupPolicy) {

    /** The operations that the short form stands for, create first. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        operations.add(create());
        retention.map(count -> delete()).ifPresent(operations::add);
        return List.copyOf(operations);
    }

    /**
     * As {@link #operations}, for a reference time at any time of day. SQL counts whole partitions from the start of the
     * current one; who calls a routine by itself counts from the reference time.
     */
    public Operation fromAnyTime(Operation operation) {
        // The window of a create operation makes what it touches, so it reaches just into the last of them, at its very start, too.
        WrittenInterval end = interval.units(-preProvisioned).minusMicrosecond();
        return operation.equals(create()) ? create(end) : operation;
    }

    private int kept() {
        return retention.orElse(0);
    }

    private Operation create() {
        // One more than provisioned: the window must reach the end of the last of them, not its start.
        return create(interval.units(-(preProvisioned + 1)));
    }

    private Operation create(WrittenInterval end) {
        return operation(OperationKind.CREATE, Optional.of(interval.units(1)),
                Optional.of(interval.units(kept())), end, Optional.empty());
    }

    private Operation delete() {
        WrittenInterval end = interval.units(kept());
        return operation(OperationKind.DELETE, Optional.empty(), Optional.empty(), end, cleanupPolicy);
    }

    private Operation operation(OperationKind kind, Optional<WrittenInterval> granularity,
            Optional<WrittenInterval> lower, WrittenInterval upper, Optional<CleanupPolicy> cleanup) {
        return new Operation(place, kind, granularity, lower, Optional.of(upper), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), cleanup);
    }
}
