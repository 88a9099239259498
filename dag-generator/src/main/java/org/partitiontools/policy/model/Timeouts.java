package org.partitiontools.policy.model;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the work on a table may wait, and take.
 *
 * @param lock longest wait for a lock at a time; empty means what the session has, 300 ms
 * @param statement longest time of a statement, zero means any; empty means what the session has, any
 */
public record Timeouts(Optional<Duration> lock, Optional<Duration> statement) {

    public static final Timeouts NONE = new Timeouts(Optional.empty(), Optional.empty());
    /** Zero would mean to wait for ever, and everybody else behind it. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    private static final String LOCK_SETTING = "partition_tools.lock_timeout";
    private static final String STATEMENT_SETTING = "statement_timeout";
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9}) *(|ms|s|min|h|d)");

    /** A time as PostgreSQL writes it in its settings: {@code 300}, {@code 300ms}, {@code 2s}, {@code 5min}; empty if it is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMillis(number);
        };
        // PostgreSQL keeps milliseconds in 32 bits.
        return Optional.of(time).filter(it -> it.toMillis() <= Integer.MAX_VALUE);
    }

    /** These, and what they leave open as others say it. */
    public Timeouts or(Timeouts others) {
        return new Timeouts(lock.or(others::lock), statement.or(others::statement));
    }

    /** The settings of a session that say so. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        lock.ifPresent(time -> settings.put(LOCK_SETTING, time.toMillis() + "ms"));
        statement.ifPresent(time -> settings.put(STATEMENT_SETTING, time.toMillis() + "ms"));
        return settings;
    }
}
