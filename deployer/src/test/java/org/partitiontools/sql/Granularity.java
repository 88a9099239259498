package org.partitiontools.sql;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * The calendar written a second time, on java.time: the oracle of the tests. A time that the clock skips is read with the
 * offset before, one that it shows twice as its second passage, as PostgreSQL does.
 */
enum Granularity {

    HOUR("1 hour", 1, ChronoUnit.HOURS),
    TWO_HOURS("2 hours", 2, ChronoUnit.HOURS),
    SIX_HOURS("6 hours", 6, ChronoUnit.HOURS),
    TWELVE_HOURS("12 hours", 12, ChronoUnit.HOURS),
    DAY("1 day", 1, ChronoUnit.DAYS),
    TEN_DAYS("10 days", 10, ChronoUnit.DAYS),
    WEEK("1 week", 7, ChronoUnit.DAYS),
    TWO_WEEKS("14 days", 14, ChronoUnit.DAYS),
    MONTH("1 month", 1, ChronoUnit.MONTHS),
    QUARTER("3 months", 3, ChronoUnit.MONTHS),
    HALF_YEAR("6 months", 6, ChronoUnit.MONTHS),
    YEAR("1 year", 12, ChronoUnit.MONTHS),
    TWO_YEARS("2 years", 24, ChronoUnit.MONTHS);

    /** The first Monday of the millennium. */
    private static final LocalDate MONDAY = LocalDate.of(2001, 1, 1).with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));

    private final String interval;
    private final int count;
    private final ChronoUnit unit;

    Granularity(String interval, int count, ChronoUnit unit) {
        this.interval = interval;
        this.count = count;
        this.unit = unit;
    }

    String interval() {
        return interval;
    }

    /** Length of about so many cells, for windows of a test. */
    Duration about(int cells) {
        return unit.getDuration().multipliedBy((long) count * cells);
    }

    /** Start of the cell that contains an instant. */
    Instant floor(Instant at, ZoneId zone) {
        if (this == HOUR) {
            Instant midnight = DAY.floor(at, zone);
            return midnight.plus(Duration.between(midnight, at).toHours(), ChronoUnit.HOURS);
        }
        LocalDateTime nominal = nominal(LocalDateTime.ofInstant(at, zone));
        Instant start = instant(nominal, zone);
        return start.isAfter(at) ? instant(nominal.minus(count, unit), zone) : start;
    }

    /** Start of the cell that follows one. */
    Instant next(Instant start, ZoneId zone) {
        if (this == HOUR) {
            Instant midnight = DAY.next(DAY.floor(start, zone), zone);
            Instant hour = start.plus(1, ChronoUnit.HOURS);
            return hour.isAfter(midnight) ? midnight : hour;
        }
        return instant(nominal(LocalDateTime.ofInstant(start, zone)).plus(count, unit), zone);
    }

    /** The starts of the cells that lie wholly inside a window, and the end of the last one. */
    List<Instant> grid(Instant lower, Instant upper, ZoneId zone) {
        List<Instant> grid = new ArrayList<>();
        Instant start = floor(lower, zone);
        if (start.isBefore(lower)) {
            start = next(start, zone);
        }
        for (; !start.isAfter(upper); start = next(start, zone)) {
            grid.add(start);
        }
        return grid;
    }

    private LocalDateTime nominal(LocalDateTime local) {
        LocalDate date = local.toLocalDate();
        return switch (unit) {
            case HOURS -> date.atTime(local.getHour() / count * count, 0);
            case DAYS -> date.minusDays(Math.floorMod(ChronoUnit.DAYS.between(MONDAY, date), count)).atStartOfDay();
            default -> date.withDayOfMonth(1).minusMonths(Math.floorMod(months(date), count)).atStartOfDay();
        };
    }

    private static long months(LocalDate date) {
        return date.getYear() * 12L + date.getMonthValue() - 1;
    }

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        return ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant();
    }
}
