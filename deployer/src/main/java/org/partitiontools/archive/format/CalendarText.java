package org.partitiontools.archive.format;

import java.time.LocalDate;

/**
 * Dates and times as PostgreSQL writes them in style ISO, and as Parquet counts them: days, or microseconds, since 1970. The two
 * infinities are the largest number and its negative, as DuckDB has them; no date of PostgreSQL comes near.
 */
final class CalendarText {

    private static final String INFINITY = "infinity";
    private static final String BEFORE_CHRIST = " BC";
    private static final String UTC = "+00";
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;

    private CalendarText() {
    }

    static Object days(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
        }
        return Math.toIntExact(epochDay(text));
    }

    static String date(Object value) {
        int days = (Integer) value;
        if (Math.abs(days) == Integer.MAX_VALUE) {
            return days < 0 ? "-" + INFINITY : INFINITY;
        }
        LocalDate date = LocalDate.ofEpochDay(days);
        return dateText(date) + era(date);
    }

    static Object timeMicros(String text) {
        return micros(text);
    }

    static String time(Object value) {
        return timeText((Long) value);
    }

    static Object timestampMicros(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        String era = text.endsWith(BEFORE_CHRIST) ? BEFORE_CHRIST : "";
        int space = text.indexOf(' ');
        long days = epochDay(text.substring(0, space) + era);
        return Math.addExact(Math.multiplyExact(days, DAY), micros(text.substring(space + 1, text.length() - era.length())));
    }

    static String timestamp(Object value) {
        return timestamp((Long) value, "");
    }

    /** The sessions that read and write run in UTC. */
    static Object timestamptzMicros(String text) {
        return timestampMicros(text.replace(UTC, ""));
    }

    static String timestamptz(Object value) {
        return timestamp((Long) value, UTC);
    }

    private static String timestamp(long micros, String zone) {
        if (Math.abs(micros) == Long.MAX_VALUE) {
            return micros < 0 ? "-" + INFINITY : INFINITY;
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DAY));
        return dateText(date) + " " + timeText(Math.floorMod(micros, DAY)) + zone + era(date);
    }

    private static long epochDay(String text) {
        boolean beforeChrist = text.endsWith(BEFORE_CHRIST);
        String[] parts = text.substring(0, text.length() - (beforeChrist ? BEFORE_CHRIST.length() : 0)).split("-");
        int year = Integer.parseInt(parts[0]);
        return LocalDate.of(beforeChrist ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2])).toEpochDay();
    }

    private static long micros(String text) {
        int hours = Integer.parseInt(text.substring(0, 2));
        int minutes = Integer.parseInt(text.substring(3, 5));
        int seconds = Integer.parseInt(text.substring(6, 8));
        String fraction = text.length() > 9 ? (text.substring(9) + "00000").substring(0, 6) : "0";
        return (hours * 3600L + minutes * 60L + seconds) * SECOND + Integer.parseInt(fraction);
    }

    private static String dateText(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return pad(year, 4) + "-" + pad(date.getMonthValue(), 2) + "-" + pad(date.getDayOfMonth(), 2);
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : BEFORE_CHRIST;
    }

    private static String timeText(long micros) {
        long seconds = micros / SECOND;
        String text = pad(seconds / 3600, 2) + ":" + pad(seconds / 60 % 60, 2) + ":" + pad(seconds % 60, 2);
        long fraction = micros % SECOND;
        return fraction == 0 ? text : text + "." + pad(fraction, 6).replaceAll("0+$", "");
    }

    private static String pad(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
