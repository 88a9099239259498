package org.partitiontools.policy.interval;

import java.math.BigInteger;

/**
 * A span of time with PostgreSQL's three fields, compared as PostgreSQL compares intervals: a month counts 30 days, a
 * day 24 hours.
 *
 * <p>The natural order is therefore coarser than {@link #equals}: {@code 1 month} and {@code 30 days} are different
 * values that compare as equal, just as in SQL.
 *
 * @param months months; years are 12 of them
 * @param days days; weeks are 7 of them
 * @param micros microseconds; hours, minutes and seconds
 */
public record PolicyInterval(int months, int days, long micros) implements Comparable<PolicyInterval> {

    /** No time at all. */
    public static final PolicyInterval ZERO = new PolicyInterval(0, 0, 0);

    static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long DAYS_PER_MONTH = 30;
    private static final BigInteger MICROS_PER_DAY = BigInteger.valueOf(24 * MICROS_PER_HOUR);

    /**
     * Reads an interval literal as PostgreSQL does: {@code 1 month}, {@code -1 month - 3 day}, {@code P1M}.
     *
     * @throws IntervalFormatException if the text is not an interval, or not one that a policy accepts
     */
    public static PolicyInterval parse(String text) {
        return new IntervalParser(text).parse();
    }

    @Override
    public int compareTo(PolicyInterval other) {
        return estimatedMicros().compareTo(other.estimatedMicros());
    }

    private BigInteger estimatedMicros() {
        long wholeDays = months * DAYS_PER_MONTH + days;
        return BigInteger.valueOf(wholeDays).multiply(MICROS_PER_DAY).add(BigInteger.valueOf(micros));
    }
}
