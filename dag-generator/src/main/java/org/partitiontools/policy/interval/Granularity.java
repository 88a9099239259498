package org.partitiontools.policy.interval;

import java.util.Optional;
import java.util.stream.Stream;

/** Which intervals can be the length of a partition. */
public final class Granularity {

    private static final long MICROS_PER_DAY = 24 * PolicyInterval.MICROS_PER_HOUR;

    private Granularity() {
    }

    /** Why partitions cannot have this length, or nothing. */
    public static Optional<String> complaintAbout(PolicyInterval length) {
        long units = Stream.of(length.months() != 0, length.days() != 0, length.micros() != 0).filter(it -> it).count();
        if (units > 1) {
            return Optional.of("mixes months, days and hours, which have no common grid");
        }
        if (length.compareTo(PolicyInterval.ZERO) <= 0) {
            return Optional.of("is not a positive length");
        }
        if (length.micros() % PolicyInterval.MICROS_PER_HOUR != 0) {
            return Optional.of("is not a multiple of an hour");
        }
        boolean meetsMidnight = length.micros() == 0 || MICROS_PER_DAY % length.micros() == 0 || length.micros() % MICROS_PER_DAY == 0;
        return meetsMidnight ? Optional.empty() : Optional.of("does not divide a day");
    }
}
