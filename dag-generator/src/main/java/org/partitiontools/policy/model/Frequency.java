package org.partitiontools.policy.model;

import org.partitiontools.policy.interval.WrittenInterval;

/** The lengths of a partition that the short form of a policy knows. */
public enum Frequency {
    /** One hour. */
    HOURLY(1, "hour"),
    /** One day. */
    DAILY(1, "day"),
    /** One week, from Monday. */
    WEEKLY(1, "week"),
    /** One month. */
    MONTHLY(1, "month"),
    /** Three months. */
    QUARTERLY(3, "month"),
    /** One year. */
    YEARLY(1, "year");

    /** Keeps {@code units(MAX_UNITS)} within the fields of an interval for every frequency. */
    public static final int MAX_UNITS = 1_000_000;

    private final int amount;
    private final String unit;

    Frequency(int amount, String unit) {
        this.amount = amount;
        this.unit = unit;
    }

    /** {@code count} times the length, such as {@code 90 month} for 30 quarters; negative counts lie in the future. */
    WrittenInterval units(int count) {
        return WrittenInterval.of(amount * count, unit);
    }
}
