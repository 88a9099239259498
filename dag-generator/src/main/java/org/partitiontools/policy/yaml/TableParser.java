package org.partitiontools.policy.yaml;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.partitiontools.policy.check.Contradiction;
import org.partitiontools.policy.check.Contradictions;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.interval.PolicyInterval;
import org.partitiontools.policy.interval.WrittenInterval;
import org.partitiontools.policy.model.Cleanup;
import org.partitiontools.policy.model.CleanupGaps;
import org.partitiontools.policy.model.CleanupPolicy;
import org.partitiontools.policy.model.Conversion;
import org.partitiontools.policy.model.EpochUnit;
import org.partitiontools.policy.model.Frequency;
import org.partitiontools.policy.model.IncomingForeignKeys;
import org.partitiontools.policy.model.NamePattern;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.PartitionMode;
import org.partitiontools.policy.model.Publications;
import org.partitiontools.policy.model.Shorthand;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.Timeouts;
import org.partitiontools.policy.model.UniqueKeys;

/** Reads one entry of {@code tables}. */
final class TableParser {

    private static final Set<String> SHORT_FORM = Set.of("interval", "pre_provisioned", "retention", "cleanup_policy");
    /** The keys of a table that {@code defaults} may hold. */
    static final Set<String> DEFAULT_KEYS = Set.of("interval", "pre_provisioned", "retention", "cleanup_policy",
            "epoch_unit", "incoming_foreign_keys", "publications", "lock_timeout", "statement_timeout", "cleanup_limit", "cleanup_gaps", "name");
    private static final Set<String> KEYS = Set.of("table", "schema", "operations", "interval", "pre_provisioned",
            "retention", "cleanup_policy", "epoch_unit", "incoming_foreign_keys", "publications", "lock_timeout", "statement_timeout",
            "partition_by", "partition_mode", "unique_keys", "keep_source", "cleanup_limit", "cleanup_gaps", "name");
    /** No plain table is kept: the only length of time that needs no unit. */
    private static final String NOT_AT_ALL = "0";
    private static final PolicyInterval NOTHING = PolicyInterval.parse("0 days");

    private static final int DEFAULT_PRE_PROVISIONED = 0;

    private final Defaults defaults;
    private final String defaultSchema;
    private final OperationParser operationParser;

    TableParser(Defaults defaults, String defaultSchema) {
        this.defaults = defaults;
        this.defaultSchema = defaultSchema;
        this.operationParser = new OperationParser(defaults);
    }

    /** Reads the defaults of a table's keys, only to report what is wrong. */
    static void readDefaults(Section section) {
        section.get("interval").ifPresent(value -> value.choice(Frequency.class));
        section.get("pre_provisioned").ifPresent(TableParser::preProvisioned);
        section.get("retention").ifPresent(TableParser::retention);
        section.get("epoch_unit").ifPresent(value -> value.choice(EpochUnit.class));
        section.get("incoming_foreign_keys").ifPresent(value -> value.choice(IncomingForeignKeys.class));
        section.get("publications").ifPresent(value -> value.choice(Publications.class));
        section.get("lock_timeout").ifPresent(TableParser::lockTimeout);
        section.get("statement_timeout").ifPresent(TableParser::statementTimeout);
        section.get("cleanup_limit").ifPresent(TableParser::percentage);
        section.get("cleanup_gaps").ifPresent(value -> value.choice(CleanupGaps.class));
        section.get("name").ifPresent(value -> value.text(TextRule.LINE));
    }

    /** The table; empty after a problem that leaves no complete table was reported. */
    Optional<TablePolicy> parse(Section section) {
        section.refuseKeysOtherThan(KEYS);
        Optional<String> name = section.require("table", "the name of the table, without its schema")
                .flatMap(value -> value.text(TextRule.NAME));
        String schema = section.get("schema").flatMap(value -> value.text(TextRule.NAME)).orElse(defaultSchema);
        // Contradictions are looked for only among operations that could be read: a gap would look like one.
        Optional<List<Operation>> operations = operations(section);
        Optional<Shorthand> shorthand = usesShortForm(section) ? shorthand(section) : Optional.empty();
        TablePolicy table = new TablePolicy(section.place(), schema, name.orElse("?"), operations.orElse(List.of()),
                shorthand,
                find(section, "epoch_unit").flatMap(value -> value.choice(EpochUnit.class)),
                find(section, "incoming_foreign_keys").flatMap(value -> value.choice(IncomingForeignKeys.class)),
                find(section, "publications").flatMap(value -> value.choice(Publications.class)),
                new Timeouts(find(section, "lock_timeout").flatMap(TableParser::lockTimeout), find(section, "statement_timeout").flatMap(TableParser::statementTimeout)),
                conversion(section),
                new Cleanup(find(section, "cleanup_limit").flatMap(TableParser::percentage),
                        find(section, "cleanup_gaps").flatMap(value -> value.choice(CleanupGaps.class))),
                find(section, "name").flatMap(value -> value.text(TextRule.LINE)).map(NamePattern::new));
        if (operations.isPresent() && shorthand.isPresent() == usesShortForm(section)) {
            refuseContradictions(section, table);
            refuseNames(section, table);
        }
        return name.map(it -> table);
    }

    /** The operations written out; empty if one of them could not be read. */
    private Optional<List<Operation>> operations(Section section) {
        Optional<Value> list = section.get("operations");
        if (list.isEmpty()) {
            return Optional.of(List.of());
        }
        return list.flatMap(Value::items).flatMap(items -> {
            List<Operation> operations = items.stream()
                    .flatMap(item -> item.section().flatMap(operationParser::parse).stream())
                    .toList();
            return operations.size() == items.size() ? Optional.of(operations) : Optional.empty();
        });
    }

    /** A table uses the short form if it says so, or if it says nothing and {@code defaults} has an interval. */
    private boolean usesShortForm(Section section) {
        boolean written = SHORT_FORM.stream().anyMatch(key -> section.get(key).isPresent());
        return written || section.get("operations").isEmpty() && defaults.get("interval").isPresent();
    }

    private Optional<Shorthand> shorthand(Section section) {
        Optional<Value> interval = find(section, "interval");
        if (interval.isEmpty()) {
            section.problems().add(section.place(), "the short form needs the key interval",
                    "write interval: daily, weekly, monthly, quarterly or yearly");
        }
        Optional<Integer> preProvisioned = find(section, "pre_provisioned").map(TableParser::preProvisioned)
                .orElse(Optional.of(DEFAULT_PRE_PROVISIONED));
        Optional<Integer> retention = find(section, "retention").flatMap(TableParser::retention);
        Optional<CleanupPolicy> cleanup =
                find(section, "cleanup_policy").flatMap(value -> value.choice(CleanupPolicy.class));
        return interval.flatMap(value -> value.choice(Frequency.class)).flatMap(frequency -> preProvisioned.map(
                ahead -> new Shorthand(section.place(), frequency, ahead, retention, cleanup)));
    }

    private static Optional<Conversion> conversion(Section section) {
        Optional<UniqueKeys> uniqueKeys = section.get("unique_keys").flatMap(value -> value.choice(UniqueKeys.class));
        Optional<String> keepSource = section.get("keep_source").flatMap(TableParser::keepSource);
        Optional<PartitionMode> mode = section.get("partition_mode").flatMap(value -> value.choice(PartitionMode.class));
        Optional<String> partitionBy = section.get("partition_by").flatMap(value -> value.text(TextRule.NAME));
        if (section.get("partition_by").isEmpty() && Stream.of("unique_keys", "keep_source", "partition_mode").anyMatch(key -> section.get(key).isPresent())) {
            section.problems().add(section.place(), "unique_keys, keep_source and partition_mode say how a plain table becomes partitioned, and there is no partition_by",
                    "add partition_by, or remove them");
        }
        return partitionBy.map(column -> new Conversion(column, mode, uniqueKeys, keepSource));
    }

    private static Optional<String> keepSource(Value value) {
        return value.text(TextRule.LINE).flatMap(text -> text.equals(NOT_AT_ALL)
                ? Optional.of(text)
                : value.interval().flatMap(written -> written.value().compareTo(NOTHING) < 0
                        ? value.refuse("keep_source must not be negative", "write for example \"1 day\", or \"0\" for not at all")
                        : Optional.of(written.text())));
    }

    private Optional<Value> find(Section section, String key) {
        return section.get(key).or(() -> defaults.get(key));
    }

    private static Optional<Integer> percentage(Value value) {
        return value.integer(1, 100);
    }

    private static void refuseNames(Section section, TablePolicy table) {
        table.name().ifPresent(name -> table.allOperations().stream()
                .flatMap(operation -> operation.granularity().stream())
                .flatMap(granularity -> name.fault(granularity).stream())
                .findFirst()
                .ifPresent(fault -> section.problems().add(section.place(), "name " + name.text() + ": " + fault,
                        "placeholders are " + NamePattern.placeholders() + ", for example {table}_{yyyy}_{mm}")));
    }

    private static Optional<Integer> preProvisioned(Value value) {
        return value.integer(0, Frequency.MAX_UNITS);
    }

    private static Optional<Integer> retention(Value value) {
        return value.integer(0, Frequency.MAX_UNITS);
    }

    private static Optional<Duration> lockTimeout(Value value) {
        return value.timeout(Timeouts.SHORTEST);
    }

    private static Optional<Duration> statementTimeout(Value value) {
        return value.timeout(Duration.ZERO);
    }

    private static void refuseContradictions(Section section, TablePolicy table) {
        for (Contradiction contradiction : Contradictions.of(table)) {
            section.problems().add(contradiction.place(),
                    contradiction.message() + " [" + contradiction.rule().code() + "]", contradiction.rule().hint());
        }
    }
}
