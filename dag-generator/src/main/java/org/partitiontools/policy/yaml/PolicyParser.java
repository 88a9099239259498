package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.ProgramSettings;
import org.partitiontools.policy.model.Slug;
import org.partitiontools.policy.model.TablePolicy;

/**
 * Reads the top level of a policy. After a problem was reported the result is only good for finding further problems.
 */
final class PolicyParser {

    private static final Set<String> KEYS = Set.of("kind", "api", "name", "description", "start_date", "schedule",
            "connection_id", "engine", "timezone", "schema", "tags", "defaults", "airflow", "cron", "kubernetes",
            "tables");
    private static final String DEFAULT_CONNECTION = "partition_tools";
    private static final String DEFAULT_SCHEMA = "public";
    // Any day in the past: it is only a lower limit, since catch-up is off.
    private static final LocalDate DEFAULT_START = LocalDate.of(2024, 1, 1);

    private final Path file;
    private final Section root;
    private final SchedulerParser schedulers;

    PolicyParser(Path file, Section root) {
        this.file = file;
        this.root = root;
        this.schedulers = new SchedulerParser(root);
    }

    PolicyFile parse() {
        root.refuseKeysOtherThan(KEYS);
        requireWord("kind", "partitioning");
        requireWord("api", "v1");
        return withTables(tables(), ProgramSettings.NONE);
    }

    /** The policy of these tables, with everything else as the file says. */
    PolicyFile withTables(List<TablePolicy> tables, ProgramSettings program) {
        return new PolicyFile(
                file,
                root.get("name").flatMap(value -> value.text(TextRule.ID)).orElseGet(this::nameOfFile),
                root.get("description").flatMap(value -> value.text(TextRule.LINE)).orElse(""),
                root.get("start_date").flatMap(Value::date).orElse(DEFAULT_START),
                root.get("schedule").filter(value -> !value.isNull()).flatMap(Value::schedule),
                root.get("connection_id").flatMap(value -> value.text(TextRule.ID)).orElse(DEFAULT_CONNECTION),
                root.get("engine").flatMap(value -> value.choice(Engine.class)).orElse(Engine.POSTGRESQL),
                root.get("timezone").flatMap(Value::zone).orElse(ZoneId.of("UTC")),
                tags(),
                schedulers.airflow(),
                schedulers.cron(),
                schedulers.kubernetes(),
                program,
                tables);
    }

    private void requireWord(String key, String word) {
        root.require(key, "write " + key + ": " + word).ifPresent(value -> value.word(List.of(word)));
    }

    /** Without a name of its own, a policy is named after its file. */
    private String nameOfFile() {
        String fileName = String.valueOf(file.getFileName());
        return Slug.of(fileName.replaceFirst("\\.ya?ml$", ""));
    }

    private List<String> tags() {
        return root.get("tags").flatMap(Value::items).orElse(List.of()).stream()
                .flatMap(item -> item.text(TextRule.TAG).stream())
                .toList();
    }

    private List<TablePolicy> tables() {
        Section defaults = root.get("defaults").flatMap(Value::section)
                .orElseGet(() -> Section.empty(root.place(), root.problems()));
        TableParser parser = new TableParser(new Defaults(defaults), schema());
        List<TablePolicy> tables = tableItems().stream()
                .flatMap(item -> item.section().flatMap(parser::parse).stream())
                .toList();
        refuseDuplicates(tables);
        return tables;
    }

    private List<Value> tableItems() {
        Optional<Value> tables = root.require("tables", "list the tables of the policy under it");
        Optional<List<Value>> items = tables.flatMap(Value::items);
        if (items.isPresent() && items.get().isEmpty()) {
            tables.get().refuse("the policy names no table", "add one, or remove the file");
        }
        return items.orElse(List.of());
    }

    private String schema() {
        return root.get("schema").flatMap(value -> value.text(TextRule.NAME)).orElse(DEFAULT_SCHEMA);
    }

    void refuseDuplicates(List<TablePolicy> tables) {
        Map<String, TablePolicy> byName = new HashMap<>();
        for (TablePolicy table : tables) {
            Optional<TablePolicy> first = Optional.ofNullable(byName.putIfAbsent(table.qualifiedName(), table));
            first.ifPresent(it -> root.problems().add(table.place(),
                    "the table " + table.qualifiedName() + " was already named in line " + it.place().line(),
                    "write all operations of a table under one entry"));
        }
    }
}
