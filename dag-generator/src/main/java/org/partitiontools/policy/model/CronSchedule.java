package org.partitiontools.policy.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schedule in the five fields of cron: minute, hour, day of month, month, day of week.
 *
 * @param expression the five fields, one space between them
 */
public record CronSchedule(String expression) {

    private static final Map<String, String> PRESETS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    private static final List<Field> FIELDS = List.of(
            new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()),
            new Field("day of month", 1, 31, List.of()),
            new Field("month", 1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
                    "nov", "dec")),
            new Field("day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    /**
     * Reads a cron expression or one of the presets {@code @hourly}, {@code @daily}, {@code @weekly},
     * {@code @monthly}, {@code @yearly}.
     *
     * @throws IllegalArgumentException if it is neither; the message says which field is wrong
     */
    public static CronSchedule parse(String text) {
        String trimmed = text.strip();
        Optional<String> preset = Optional.ofNullable(PRESETS.get(trimmed.toLowerCase(Locale.ROOT)));
        String expression = preset.orElse(trimmed);
        String[] fields = expression.split("\\s+");
        if (fields.length != FIELDS.size()) {
            throw new IllegalArgumentException("\"" + text + "\" does not have the five fields of a cron expression");
        }
        for (int i = 0; i < fields.length; i++) {
            FIELDS.get(i).check(fields[i]);
        }
        return new CronSchedule(String.join(" ", fields));
    }

    private record Field(String name, int min, int max, List<String> names) {

        private static final Pattern ITEM = Pattern.compile("(?:\\*|(\\w{1,9})(?:-(\\w{1,9}))?)(?:/(\\d{1,4}))?");

        void check(String text) {
            for (String item : text.split(",", -1)) {
                Matcher matcher = ITEM.matcher(item);
                if (!matcher.matches() || !isValid(matcher)) {
                    throw new IllegalArgumentException(
                            "\"" + text + "\" is not a " + name + " (" + min + " to " + max + ") of a cron expression");
                }
            }
        }

        private boolean isValid(Matcher item) {
            boolean step = item.group(3) == null || Integer.parseInt(item.group(3)) > 0;
            if (item.group(1) == null) {
                return step;
            }
            int first = number(item.group(1));
            int last = item.group(2) == null ? first : number(item.group(2));
            return step && first >= min && last <= max && first <= last;
        }

        /** The number of a name, or -1, which lies in no range. */
        private int number(String text) {
            if (text.matches("\\d+")) {
                return Integer.parseInt(text);
            }
            int index = names.indexOf(text.toLowerCase(Locale.ROOT));
            return index < 0 ? -1 : index + min;
        }
    }
}
