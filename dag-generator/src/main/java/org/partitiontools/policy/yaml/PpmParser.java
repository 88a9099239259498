package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.model.Cleanup;
import org.partitiontools.policy.model.CleanupPolicy;
import org.partitiontools.policy.model.Conversion;
import org.partitiontools.policy.model.Frequency;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.ProgramSettings;
import org.partitiontools.policy.model.Shorthand;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.Timeouts;

/**
 * Reads the configuration file of postgresql-partition-manager (PPM) as a policy. That program reads its keys in any case, takes numbers in
 * quotes, and passes over what it does not know at the top.
 */
final class PpmParser {

    private static final List<String> KEYS =
            List.of("schema", "table", "partitionkey", "interval", "retention", "preprovisioned", "cleanuppolicy");
    /** It has no hours. */
    private static final List<String> INTERVALS = List.of("daily", "weekly", "monthly", "quarterly", "yearly");

    private final PolicyParser policy;
    private final Section root;

    private PpmParser(Path file, Section root) {
        this.root = lowerCase(root);
        this.policy = new PolicyParser(file, Section.empty(root.place(), root.problems()));
    }

    /** Whether a file is one of that program. */
    static boolean reads(Section root) {
        return root.get("kind").isEmpty() && root.values().keySet().stream().anyMatch("partitions"::equalsIgnoreCase);
    }

    static PolicyFile parse(Path file, Section root) {
        return new PpmParser(file, root).parse();
    }

    private PolicyFile parse() {
        Timeouts timeouts = new Timeouts(timeout("lock-timeout", Timeouts.SHORTEST), timeout("statement-timeout", Duration.ZERO));
        ProgramSettings program = new ProgramSettings(true,
                root.get("connection-url").flatMap(value -> value.text(TextRule.LINE)),
                root.get("log-format").flatMap(value -> value.word(List.of("text", "json"))),
                root.get("debug").flatMap(Value::bool).orElse(false));
        List<TablePolicy> tables = root.get("partitions").flatMap(Value::section).map(partitions -> tables(partitions, timeouts)).orElse(List.of());
        policy.refuseDuplicates(tables);
        return policy.withTables(tables, program);
    }

    private List<TablePolicy> tables(Section partitions, Timeouts timeouts) {
        if (partitions.values().isEmpty()) {
            root.problems().add(partitions.place(), "the file names no partitions", "");
        }
        return partitions.values().values().stream()
                .flatMap(value -> value.section().flatMap(section -> table(lowerCase(section), timeouts)).stream())
                .toList();
    }

    /** Every key is required. */
    private Optional<TablePolicy> table(Section section, Timeouts timeouts) {
        section.refuseKeysOtherThan(KEYS);
        Optional<String> schema = required(section, "schema").flatMap(value -> value.text(TextRule.NAME));
        Optional<String> name = required(section, "table").flatMap(value -> value.text(TextRule.NAME));
        Optional<String> column = required(section, "partitionKey").flatMap(value -> value.text(TextRule.NAME));
        Optional<Frequency> interval = required(section, "interval").flatMap(value -> value.word(INTERVALS))
                .map(word -> Frequency.valueOf(word.toUpperCase(Locale.ROOT)));
        Optional<Integer> retention = required(section, "retention").flatMap(PpmParser::count);
        Optional<Integer> ahead = required(section, "preProvisioned").flatMap(PpmParser::count);
        Optional<CleanupPolicy> cleanup = required(section, "cleanupPolicy").flatMap(value -> value.choice(CleanupPolicy.class));
        if (schema.isEmpty() || name.isEmpty() || column.isEmpty() || interval.isEmpty() || retention.isEmpty() || ahead.isEmpty() || cleanup.isEmpty()) {
            return Optional.empty();
        }
        Shorthand shorthand = new Shorthand(section.place(), interval.get(), ahead.get(), retention, cleanup);
        return Optional.of(new TablePolicy(section.place(), schema.get(), name.get(), List.of(), Optional.of(shorthand), Optional.empty(),
                Optional.empty(), Optional.empty(), timeouts, Optional.of(new Conversion(column.get(), Optional.empty(), Optional.empty(), Optional.empty())),
                new Cleanup(Optional.empty(), Optional.empty()), Optional.empty()));
    }

    private static Optional<Value> required(Section section, String key) {
        if (section.get(key.toLowerCase(Locale.ROOT)).isEmpty()) {
            section.problems().add(section.place(), "the key " + key + " is missing", "");
        }
        return section.get(key.toLowerCase(Locale.ROOT));
    }

    private static Optional<Integer> count(Value value) {
        return value.lenientInteger(1, Frequency.MAX_UNITS);
    }

    private Optional<Duration> timeout(String key, Duration shortest) {
        return root.get(key).flatMap(value -> value.timeout(shortest));
    }

    private static Section lowerCase(Section section) {
        Map<String, Value> values = new LinkedHashMap<>();
        section.values().forEach((key, value) -> values.putIfAbsent(key.toLowerCase(Locale.ROOT), value));
        return new Section(section.place(), values, section.problems());
    }
}
