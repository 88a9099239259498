package org.partitiontools.policy.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.partitiontools.policy.interval.WrittenInterval;

/**
 * How the names of partitions are made: {@code {table}_{yyyy}_{mm}}. SQL says the same of each ({@code name_pattern_fault}), and
 * {@code test_sql/policies.yaml} holds both to it.
 *
 * @param text as in the policy
 */
public record NamePattern(String text) {

    private static final Set<String> PLACEHOLDERS = Set.of("{table}", "{yyyy}", "{mm}", "{dd}", "{hh}", "{q}", "{iyyy}", "{iw}");
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final Pattern BRACES = Pattern.compile("[{][^}]*[}]?|[}]");

    /** Why partitions of a length would not have names of their own; empty where they would. */
    public Optional<String> fault(WrittenInterval granularity) {
        Matcher braces = BRACES.matcher(text);
        while (braces.find()) {
            if (!PLACEHOLDERS.contains(braces.group())) {
                return Optional.of(braces.group() + " is no placeholder");
            }
        }
        if (!text.contains("{table}")) {
            return Optional.of("without {table} partitions of two tables would have the same names");
        }
        return tellsApart(granularity) ? Optional.empty() : Optional.of("two partitions of " + granularity + " can have the same name");
    }

    private boolean tellsApart(WrittenInterval granularity) {
        long months = granularity.value().months();
        long days = granularity.value().days() + granularity.value().micros() / MICROS_PER_DAY;
        boolean year = has("yyyy");
        if (months > 0) {
            return year && (months % 12 == 0 || has("mm") || months % 3 == 0 && has("q"));
        }
        boolean day = year && has("mm") && has("dd");
        return days > 0 ? day || days % 7 == 0 && has("iyyy") && has("iw") : day && has("hh");
    }

    private boolean has(String placeholder) {
        return text.contains("{" + placeholder + "}");
    }

    /** For hints. */
    public static String placeholders() {
        return Arrays.stream(new String[] {"table", "yyyy", "mm", "dd", "hh", "q", "iyyy", "iw"}).map(it -> "{" + it + "}").collect(Collectors.joining(", "));
    }
}
