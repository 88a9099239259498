package org.partitiontools.policy.interval;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one interval literal: {@code 5 year 1 month}, {@code -1 month - 3 day}, {@code 1 day 06:00}, {@code P1M}.
 *
 * <p>As in PostgreSQL each number has its own sign. Fractions are refused: half a month means 15 days to PostgreSQL,
 * and hardly anybody who writes a window of 1.5 months knows it.
 */
final class IntervalParser {

    private static final int MAX_LENGTH = 200;
    private static final Pattern AMOUNT = Pattern.compile("\\s*([+-]?)\\s*(\\d+)\\s*([a-z]+)(?:\\s+|$)");
    private static final Pattern CLOCK = Pattern.compile("\\s*([+-]?)\\s*(\\d+):(\\d{1,2})(?::(\\d{1,2})(?:[.](\\d{1,6}))?)?(?:\\s+|$)");
    private static final Pattern ISO_FORM = Pattern.compile("p(?=.)((?:[+-]?\\d+[ymwd])*)(?:t((?:[+-]?\\d+[hms])+))?");
    private static final Pattern ISO_AMOUNT = Pattern.compile("([+-]?)(\\d+)([a-z])");
    private static final String EXAMPLES =
            "write a number and a unit, such as \"1 month\", \"-3 month\" or \"1 year 6 month\"";

    private final String text;
    private long months;
    private long days;
    private long micros;
    // PostgreSQL refuses a literal that gives the same field twice.
    private final Set<IntervalUnit> given = EnumSet.noneOf(IntervalUnit.class);

    IntervalParser(String text) {
        this.text = text;
    }

    PolicyInterval parse() {
        if (text.length() > MAX_LENGTH) {
            throw new IntervalFormatException("an interval of more than " + MAX_LENGTH + " characters", EXAMPLES);
        }
        String lower = text.toLowerCase(Locale.ROOT).strip();
        try {
            if (lower.startsWith("p")) {
                readIso(lower);
            } else {
                readPostgres(lower);
            }
            return new PolicyInterval(Math.toIntExact(months), Math.toIntExact(days), micros);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IntervalFormatException("the interval \"" + text + "\" is out of range", "");
        }
    }

    private void readPostgres(String lower) {
        boolean ago = lower.endsWith(" ago");
        String rest = ago ? lower.substring(0, lower.length() - " ago".length()) : lower;
        if (rest.startsWith("@")) {
            rest = rest.substring(1);
        }
        if (rest.isBlank()) {
            throw notAnInterval();
        }
        for (int at = 0; at < rest.length(); ) {
            at = readNext(rest, at);
        }
        if (ago) {
            negate();
        }
    }

    private int readNext(String rest, int at) {
        Matcher clock = CLOCK.matcher(rest).region(at, rest.length());
        if (clock.lookingAt()) {
            addClock(clock);
            return clock.end();
        }
        Matcher amount = AMOUNT.matcher(rest).region(at, rest.length());
        if (!amount.lookingAt()) {
            throw notAnInterval();
        }
        IntervalUnit unit = IntervalUnit.named(amount.group(3)).orElseThrow(() -> unknownUnit(amount.group(3)));
        add(signed(amount.group(1), amount.group(2)), unit);
        return amount.end();
    }

    private void addClock(Matcher clock) {
        String sign = clock.group(1);
        String seconds = clock.group(4) == null ? "0" : clock.group(4);
        add(signed(sign, clock.group(2)), IntervalUnit.HOUR);
        add(signed(sign, clock.group(3)), IntervalUnit.MINUTE);
        add(signed(sign, seconds), IntervalUnit.SECOND);
        add(0, IntervalUnit.MILLISECOND);
        // The only fraction that everybody reads alike.
        add(clock.group(5) == null ? 0 : signed(sign, (clock.group(5) + "000000").substring(0, 6)), IntervalUnit.MICROSECOND);
    }

    private void readIso(String lower) {
        Matcher form = ISO_FORM.matcher(lower);
        if (!form.matches()) {
            throw notAnInterval();
        }
        addIso(form.group(1), false);
        if (form.group(2) != null) {
            addIso(form.group(2), true);
        }
    }

    private void addIso(String part, boolean time) {
        Matcher amount = ISO_AMOUNT.matcher(part);
        while (amount.find()) {
            add(signed(amount.group(1), amount.group(2)), isoUnit(amount.group(3), time));
        }
    }

    /** ISO 8601 writes months and minutes with the same letter; only the T before it tells them apart. */
    private static IntervalUnit isoUnit(String letter, boolean time) {
        return letter.equals("m") && !time ? IntervalUnit.MONTH : IntervalUnit.named(letter).orElseThrow();
    }

    private void add(long amount, IntervalUnit unit) {
        if (!given.add(unit)) {
            throw new IntervalFormatException(
                    "\"" + text + "\" gives " + unit.name().toLowerCase(Locale.ROOT) + "s twice", "add them up");
        }
        months = Math.addExact(months, Math.multiplyExact(amount, unit.months()));
        days = Math.addExact(days, Math.multiplyExact(amount, unit.days()));
        micros = Math.addExact(micros, Math.multiplyExact(amount, unit.micros()));
    }

    private void negate() {
        months = Math.negateExact(months);
        days = Math.negateExact(days);
        micros = Math.negateExact(micros);
    }

    private static long signed(String sign, String digits) {
        long amount = Long.parseLong(digits);
        return sign.equals("-") ? -amount : amount;
    }

    private IntervalFormatException notAnInterval() {
        boolean fraction = text.matches(".*\\d[.,]\\d.*");
        return new IntervalFormatException("\"" + text + "\" is not an interval",
                fraction ? "whole numbers only: \"1 month 15 days\" instead of \"1.5 months\"" : EXAMPLES);
    }

    private IntervalFormatException unknownUnit(String name) {
        boolean quarter = name.startsWith("q");
        return new IntervalFormatException("\"" + name + "\" in \"" + text + "\" is not a unit of time",
                quarter ? "PostgreSQL has no quarters in intervals: write \"3 months\"" : EXAMPLES);
    }
}
