package org.partitiontools.archive.format;

import java.time.LocalDate;

/**
 * Dates and times as PostgreSQL writes them in style ISO, and as Parquet counts them: days, or microseconds, since 1970. The two
 * infinities are the largest number and its negative, as DuckDB has them; no date of PostgreSQL comes near. Years of four digits after
 * Christ, which are nearly all, are read and written digit by digit; others go through strings.
 */
final class CalendarText {

    private static final String INFINITY = "infinity";
    private static final String BEFORE_CHRIST = " BC";
    private static final String UTC = "+00";
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;

    private static final long NOT_PLAIN = Long.MIN_VALUE;
    private static final int DATE_LENGTH = "2000-01-01".length();
    private static final int TIME_LENGTH = "00:00:00".length();
    private static final int FRACTION_DIGITS = 6;
    private static final long[] FRACTION_UNITS = {SECOND, 100_000, 10_000, 1_000, 100, 10, 1};
    private static final long FIRST_PLAIN_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_PLAIN_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    // The calendar repeats after 400 years. Within them years begin in March, so that the odd day is the last one.
    private static final int DAYS_OF_ERA = 146_097;
    private static final int YEARS_OF_ERA = 400;
    /** From 0000-03-01 to 1970-01-01. */
    private static final int DAYS_TO_1970 = 719_468;

    private CalendarText() {
    }

    static long days(TextSlice text) {
        long days = text.length() == DATE_LENGTH ? plainDate(text) : NOT_PLAIN;
        if (days != NOT_PLAIN) {
            return days;
        }
        String words = text.toString();
        if (words.endsWith(INFINITY)) {
            return words.startsWith("-") ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
        }
        return epochDay(words);
    }

    static void date(long days, TextBuffer text) {
        if (Math.abs(days) == Integer.MAX_VALUE) {
            text.append(days < 0 ? "-" + INFINITY : INFINITY);
        } else if (days >= FIRST_PLAIN_DAY && days <= LAST_PLAIN_DAY) {
            plainDate(days, text);
        } else {
            LocalDate date = LocalDate.ofEpochDay(days);
            text.append(dateText(date) + era(date));
        }
    }

    static long timeMicros(TextSlice text) {
        long micros = plainTime(text, 0, text.length());
        if (micros == NOT_PLAIN) {
            throw new IllegalArgumentException("not a time of day");
        }
        return micros;
    }

    static void time(long micros, TextBuffer text) {
        int seconds = (int) (micros / SECOND);
        text.appendTwo(seconds / 3600);
        text.append(':');
        text.appendTwo(seconds / 60 % 60);
        text.append(':');
        text.appendTwo(seconds % 60);
        long fraction = micros % SECOND;
        if (fraction != 0) {
            int digits = FRACTION_DIGITS;
            while (fraction % 10 == 0) {
                fraction /= 10;
                digits--;
            }
            text.append('.');
            text.append(fraction, digits);
        }
    }

    static long timestampMicros(TextSlice text) {
        return timestampMicros(text, "");
    }

    static void timestamp(long micros, TextBuffer text) {
        timestamp(micros, "", text);
    }

    /** The sessions that read and write run in UTC. */
    static long timestamptzMicros(TextSlice text) {
        return timestampMicros(text, UTC);
    }

    static void timestamptz(long micros, TextBuffer text) {
        timestamp(micros, UTC, text);
    }

    private static long timestampMicros(TextSlice text, String zone) {
        int end = text.length() - zone.length();
        if (end >= DATE_LENGTH + 1 + TIME_LENGTH && text.at(DATE_LENGTH) == ' ' && endsWith(text, zone)) {
            long days = plainDate(text);
            long micros = plainTime(text, DATE_LENGTH + 1, end);
            if (days != NOT_PLAIN && micros != NOT_PLAIN) {
                return days * DAY + micros;
            }
        }
        String words = text.toString();
        if (words.endsWith(INFINITY)) {
            return words.startsWith("-") ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        String era = words.endsWith(BEFORE_CHRIST) ? BEFORE_CHRIST : "";
        int space = words.indexOf(' ');
        TextSlice clock = TextSlice.of(words.substring(space + 1, words.length() - era.length()).replace(zone, ""));
        return Math.addExact(Math.multiplyExact(epochDay(words.substring(0, space) + era), DAY), timeMicros(clock));
    }

    private static void timestamp(long micros, String zone, TextBuffer text) {
        if (Math.abs(micros) == Long.MAX_VALUE) {
            text.append(micros < 0 ? "-" + INFINITY : INFINITY);
            return;
        }
        long days = Math.floorDiv(micros, DAY);
        boolean plain = days >= FIRST_PLAIN_DAY && days <= LAST_PLAIN_DAY;
        if (plain) {
            plainDate(days, text);
        } else {
            text.append(dateText(LocalDate.ofEpochDay(days)));
        }
        text.append(' ');
        time(Math.floorMod(micros, DAY), text);
        for (int i = 0; i < zone.length(); i++) {
            text.append(zone.charAt(i));
        }
        if (!plain) {
            text.append(era(LocalDate.ofEpochDay(days)));
        }
    }

    private static boolean endsWith(TextSlice text, String end) {
        for (int i = 0; i < end.length(); i++) {
            if (text.at(text.length() - end.length() + i) != end.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Of the first ten characters. What is no date, as February 30, becomes a date of another text. */
    private static long plainDate(TextSlice text) {
        long fullYear = text.number(0, 4);
        long month = text.number(5, 2);
        long day = text.number(8, 2);
        if (fullYear < 0 || month < 0 || day < 0 || text.at(4) != '-' || text.at(7) != '-') {
            return NOT_PLAIN;
        }
        long year = fullYear - (month <= 2 ? 1 : 0);
        long era = Math.floorDiv(year, YEARS_OF_ERA);
        long yearOfEra = year - era * YEARS_OF_ERA;
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * DAYS_OF_ERA + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DAYS_TO_1970;
    }

    private static void plainDate(long days, TextBuffer text) {
        long shifted = days + DAYS_TO_1970;
        long era = Math.floorDiv(shifted, DAYS_OF_ERA);
        int dayOfEra = Math.floorMod(shifted, DAYS_OF_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = yearOfEra + (int) era * YEARS_OF_ERA + (month <= 2 ? 1 : 0);
        text.appendTwo(year / 100);
        text.appendTwo(year % 100);
        text.append('-');
        text.appendTwo(month);
        text.append('-');
        text.appendTwo(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
    }

    private static long epochDay(String text) {
        boolean beforeChrist = text.endsWith(BEFORE_CHRIST);
        String[] parts = text.substring(0, text.length() - (beforeChrist ? BEFORE_CHRIST.length() : 0)).split("-");
        int year = Integer.parseInt(parts[0]);
        return LocalDate.of(beforeChrist ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2])).toEpochDay();
    }

    /** What is no time, as a minute 61, becomes a time of another text. */
    private static long plainTime(TextSlice text, int from, int end) {
        int digits = Math.max(0, end - from - TIME_LENGTH - 1);
        long hours = text.number(from, 2);
        long minutes = text.number(from + 3, 2);
        long seconds = text.number(from + 6, 2);
        long fraction = text.number(end - digits, digits);
        if (hours < 0 || minutes < 0 || seconds < 0 || fraction < 0 || digits > FRACTION_DIGITS) {
            return NOT_PLAIN;
        }
        return (hours * 3600 + minutes * 60 + seconds) * SECOND + fraction * FRACTION_UNITS[digits];
    }

    private static String dateText(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return pad(year, 4) + "-" + pad(date.getMonthValue(), 2) + "-" + pad(date.getDayOfMonth(), 2);
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : BEFORE_CHRIST;
    }

    private static String pad(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
