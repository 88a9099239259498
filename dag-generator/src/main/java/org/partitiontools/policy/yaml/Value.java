package org.partitiontools.policy.yaml;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.check.Suggestion;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.interval.Granularity;
import org.partitiontools.policy.interval.IntervalFormatException;
import org.partitiontools.policy.interval.PolicyInterval;
import org.partitiontools.policy.interval.WrittenInterval;
import org.partitiontools.policy.model.CronSchedule;
import org.partitiontools.policy.model.Place;
import org.partitiontools.policy.model.Timeouts;
import org.partitiontools.policy.model.Word;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a policy file that knows its place. Each method reads it as one type, or reports why it is not one and
 * returns empty.
 *
 * @param node the YAML node
 * @param place where the value stands
 * @param keyPlace where its key stands, for problems with the key
 * @param problems takes what is wrong
 */
record Value(Node node, Place place, Place keyPlace, Problems problems) {

    static final String DECIMAL_INTEGER = "[-+]?(0|[1-9][0-9]{0,17})";

    private static final PolicyInterval SHORTEST_WAIT = PolicyInterval.parse("1 second");
    private static final PolicyInterval LONGEST_WAIT = PolicyInterval.parse("365 days");

    static Value root(Node node, Problems problems, Place start) {
        return new Value(node, Nodes.placeOf(node, start.file(), ""), start, problems);
    }

    /** The same value under another key. */
    Value at(Node child, String keyPath, Place key) {
        return new Value(child, Nodes.placeOf(child, place.file(), keyPath), key, problems);
    }

    boolean isNull() {
        return hasTag(Tag.NULL);
    }

    Optional<Section> section() {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new SectionBuilder(this).build(mapping));
        }
        return refuse("expected keys and values, found " + found(), "");
    }

    /** The items of a list. */
    Optional<List<Value>> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return refuse("expected a list, found " + found(), "start each item on its own line with \"- \"");
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            Place itemPlace = Nodes.placeOf(item, place.file(), place.keyPath() + "[" + items.size() + "]");
            items.add(new Value(item, itemPlace, itemPlace, problems));
        }
        return Optional.of(items);
    }

    Optional<String> text(TextRule rule) {
        return text().filter(text -> accepts(rule, text));
    }

    /** A text, or a date: both look the same to people, only YAML tells them apart. */
    Optional<LocalDate> date() {
        boolean dateLike = hasTag(Tag.TIMESTAMP) || hasTag(Tag.STR);
        return dateLike && scalar().matches("[12]\\d{3}-\\d\\d-\\d\\d")
                ? parsed(scalar(), LocalDate::parse, "a day of the calendar")
                : refuse("expected a date, found " + found(), "write it as \"2026-01-15\"");
    }

    Optional<Integer> integer(int min, int max) {
        if (!hasTag(Tag.INT) || !scalar().matches(DECIMAL_INTEGER)) {
            return refuse("expected a whole number, found " + found(), withoutQuotes());
        }
        long number = Long.parseLong(scalar());
        if (number < min || number > max) {
            return refuse(number + " is not between " + min + " and " + max, "");
        }
        return Optional.of((int) number);
    }

    /** The same, also in quotes. */
    Optional<Integer> lenientInteger(int min, int max) {
        if (hasTag(Tag.STR) && scalar().matches(DECIMAL_INTEGER)) {
            long number = Long.parseLong(scalar());
            return number < min || number > max ? refuse(number + " is not between " + min + " and " + max, "") : Optional.of((int) number);
        }
        return integer(min, max);
    }

    Optional<Boolean> bool() {
        String word = scalar().toLowerCase(Locale.ROOT);
        boolean isTrue = List.of("true", "yes", "on").contains(word);
        return hasTag(Tag.BOOL) && (isTrue || List.of("false", "no", "off").contains(word))
                ? Optional.of(isTrue)
                : refuse("expected true or false, found " + found(), withoutQuotes());
    }

    <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(Word::of).toList();
        return word(names).map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
    }

    /** One of the given words. */
    Optional<String> word(List<String> allowed) {
        Optional<String> text = text(TextRule.LINE);
        if (text.isEmpty() || allowed.contains(text.get())) {
            return text;
        }
        return refuse("\"" + shown(text.get()) + "\" is not one of " + String.join(", ", allowed),
                Suggestion.among(allowed).forWord(text.get()));
    }

    Optional<ZoneId> zone() {
        return text(TextRule.LINE).flatMap(text -> {
            // As check_config in SQL: an abbreviation knows no summer time, and PostgreSQL reads the sign of an offset the other way.
            boolean abbreviation = text.matches("[A-Za-z]{2,5}") && !List.of("UTC", "GMT").contains(text)
                    || text.matches(".*[0-9].*") && !text.startsWith("Etc/");
            if (!abbreviation && ZoneId.getAvailableZoneIds().contains(text)) {
                return Optional.of(ZoneId.of(text));
            }
            return refuse("\"" + shown(text) + "\" is not a time zone", "write a name such as Europe/Berlin or UTC");
        });
    }

    Optional<CronSchedule> schedule() {
        return text(TextRule.LINE).flatMap(text -> parsed(text, CronSchedule::parse, null));
    }

    Optional<WrittenInterval> interval() {
        if (hasTag(Tag.INT) || hasTag(Tag.FLOAT)) {
            return refuse("an interval needs a unit, found the number " + shown(scalar()),
                    "write for example \"" + shown(scalar()) + " days\"");
        }
        return text(TextRule.LINE).flatMap(text -> {
            try {
                return Optional.of(new WrittenInterval(text, PolicyInterval.parse(text)));
            } catch (IntervalFormatException e) {
                return refuse(e.getMessage(), e.hint());
            }
        });
    }

    /** A length of partitions: a positive multiple of an hour, a day or a month. */
    Optional<WrittenInterval> granularity() {
        return interval().flatMap(written -> Granularity.complaintAbout(written.value())
                .map(complaint -> this.<WrittenInterval>refuse("\"" + written.text() + "\" " + complaint,
                        "write for example \"1 day\", \"1 week\", \"3 month\" or \"1 year\""))
                .orElse(Optional.of(written)));
    }

    /** A time to wait, from a second to a year; months are refused, since their length varies. */
    Optional<Duration> duration() {
        return interval().flatMap(written -> {
            PolicyInterval value = written.value();
            if (value.months() != 0 || value.compareTo(SHORTEST_WAIT) < 0 || value.compareTo(LONGEST_WAIT) > 0) {
                return refuse("\"" + written.text() + "\" is not a time to wait, from a second to a year",
                        "write for example \"5 minutes\"");
            }
            return Optional.of(Duration.ofDays(value.days()).plus(value.micros(), ChronoUnit.MICROS));
        });
    }

    /** A time as PostgreSQL's settings have it: a number of milliseconds, or one with a unit. */
    Optional<Duration> timeout(Duration shortest) {
        if (!hasTag(Tag.INT) && !hasTag(Tag.STR)) {
            return refuse("expected a time, found " + found(), "write for example 300ms or 2s");
        }
        Optional<Duration> time = Timeouts.parse(scalar()).filter(it -> it.compareTo(shortest) >= 0);
        return time.isPresent() ? time : refuse("\"" + shown(scalar()) + "\" is not a time such as 300ms, 2s or 5min" + (shortest.isZero() ? ", or 0" : ""), "");
    }

    <T> Optional<T> refuse(String message, String hint) {
        problems.add(place, message, hint);
        return Optional.empty();
    }

    boolean hasTag(Tag tag) {
        return node.getTag().equals(tag);
    }

    /** The characters of a scalar, whatever its type; empty for a list or mapping. */
    String scalar() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private Optional<String> text() {
        if (hasTag(Tag.STR) && node instanceof ScalarNode) {
            return Optional.of(scalar());
        }
        if (isNull()) {
            return refuse("the value is missing", "write a value or remove the key");
        }
        boolean quotable = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
        return refuse("expected text, found " + found(), quotable ? "quote it: \"" + shown(scalar()) + "\"" : "");
    }

    private boolean accepts(TextRule rule, String text) {
        Optional<String> complaint = rule.complaintAbout(text);
        complaint.ifPresent(message -> problems.add(place, message, ""));
        return complaint.isEmpty();
    }

    private <T> Optional<T> parsed(String text, Function<String, T> parser, String expected) {
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeParseException e) {
            return refuse("\"" + shown(text) + "\" is not " + expected, "");
        } catch (DateTimeException | IllegalArgumentException e) {
            return refuse(e.getMessage(), "");
        }
    }

    private String withoutQuotes() {
        return hasTag(Tag.STR) ? "write it without quotes" : "";
    }

    /** What stands here, for people. */
    private String found() {
        return Nodes.describe(node);
    }

    private static String shown(String text) {
        return Nodes.shown(text);
    }
}
