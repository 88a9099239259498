package org.partitiontools.policy.model;

import java.util.Optional;
import org.partitiontools.policy.interval.WrittenInterval;

/**
 * The span of time from {@code as_of - lower} (inclusive) to {@code as_of - upper} (exclusive).
 *
 * <p>Both bounds count backwards from the reference time {@code as_of}, so the lower bound is normally the greater
 * interval. They are compared as PostgreSQL compares intervals, with months of 30 days.
 *
 * @param lower how far back the window starts; empty means without end into the past
 * @param upper how far back the window ends
 */
public record Window(Optional<WrittenInterval> lower, WrittenInterval upper) {

    /** Whether no moment lies in the window. */
    public boolean isEmpty() {
        return !reachesBackBeyond(upper);
    }

    /** Whether some moment lies in both windows; windows that only touch do not overlap. */
    public boolean overlaps(Window other) {
        return !isEmpty() && !other.isEmpty() && reachesBackBeyond(other.upper) && other.reachesBackBeyond(upper);
    }

    private boolean reachesBackBeyond(WrittenInterval bound) {
        return lower.map(start -> start.value().compareTo(bound.value()) > 0).orElse(true);
    }

    /** For people: {@code [as_of - 1 year, as_of - 3 month)}. */
    @Override
    public String toString() {
        String start = lower.map(bound -> "as_of - " + inParentheses(bound)).orElse("-infinity");
        return "[" + start + ", as_of - " + inParentheses(upper) + ")";
    }

    /** {@code as_of - -3 month} would be read wrongly. */
    private static String inParentheses(WrittenInterval bound) {
        return bound.text().matches("[0-9].*") && !bound.text().contains("-") ? bound.text() : "(" + bound.text() + ")";
    }
}
