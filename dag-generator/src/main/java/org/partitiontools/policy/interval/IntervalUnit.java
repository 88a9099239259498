package org.partitiontools.policy.interval;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The units of an interval literal, under the names PostgreSQL knows. */
enum IntervalUnit {
    MICROSECOND(0, 0, 1, "us", "usec", "usecs", "microsecond", "microseconds"),
    MILLISECOND(0, 0, 1_000, "ms", "msec", "msecs", "millisecond", "milliseconds"),
    SECOND(0, 0, 1_000_000, "s", "sec", "secs", "second", "seconds"),
    MINUTE(0, 0, 60_000_000, "m", "min", "mins", "minute", "minutes"),
    HOUR(0, 0, PolicyInterval.MICROS_PER_HOUR, "h", "hr", "hrs", "hour", "hours"),
    DAY(0, 1, 0, "d", "day", "days"),
    WEEK(0, 7, 0, "w", "week", "weeks"),
    MONTH(1, 0, 0, "mon", "mons", "month", "months"),
    YEAR(12, 0, 0, "y", "yr", "yrs", "year", "years"),
    DECADE(120, 0, 0, "dec", "decs", "decade", "decades"),
    CENTURY(1_200, 0, 0, "c", "cent", "century", "centuries"),
    MILLENNIUM(12_000, 0, 0, "mil", "mils", "millennium", "millennia");

    private static final Map<String, IntervalUnit> BY_NAME = byName();

    private final int months;
    private final int days;
    private final long micros;
    private final String[] names;

    IntervalUnit(int months, int days, long micros, String... names) {
        this.months = months;
        this.days = days;
        this.micros = micros;
        this.names = names;
    }

    static Optional<IntervalUnit> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    int months() {
        return months;
    }

    int days() {
        return days;
    }

    long micros() {
        return micros;
    }

    private static Map<String, IntervalUnit> byName() {
        Map<String, IntervalUnit> units = new HashMap<>();
        for (IntervalUnit unit : values()) {
            for (String name : unit.names) {
                units.put(name, unit);
            }
        }
        return units;
    }
}
