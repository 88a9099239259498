package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.check.Suggestion;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.model.AccessFile;
import org.partitiontools.policy.model.AccessFile.FutureGrant;
import org.partitiontools.policy.model.AccessFile.Grant;
import org.partitiontools.policy.model.AccessFile.Right;
import org.partitiontools.policy.model.AccessFile.SchemaAccess;
import org.partitiontools.policy.model.AccessFile.Sensitive;

/** Reads {@code access.yaml}. Whatever stands in it, reading ends with what it says or with problems that name their places. */
public final class AccessReader {

    private static final List<String> OBJECTS = List.of("tables", "sequences", "functions", "types");
    private static final List<String> PRIVILEGES = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN", "USAGE",
            "CREATE", "EXECUTE");
    private static final Set<String> KEYS = Set.of("kind", "api", "mode", "groups", "prefix", "schemas", "grants", "future_grants");
    private static final Set<String> SCHEMA_KEYS = Set.of("schema", "prefix", "rights", "members", "sensitive", "future");
    private static final String PATTERN_HINT = "such as \"{prefix}_{schema}_{right}\"";
    private static final String SECRET = "(?i).*(secret|password|passwd|pwd|token|credential).*";

    private final Problems problems = new Problems();
    private final List<SchemaAccess> schemas = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<FutureGrant> futureGrants = new ArrayList<>();
    private final Set<String> schemaNames = new HashSet<>();
    private boolean exact;

    private AccessReader() {
    }

    /** Reads one file. */
    public static AccessReading read(Path file) {
        AccessReader reader = new AccessReader();
        YamlDocument.section(file, reader.problems).ifPresent(reader::readRoot);
        return reader.problems.isEmpty()
                ? new AccessReading(Optional.of(new AccessFile(reader.exact, reader.schemas, reader.grants, reader.futureGrants)), List.of())
                : new AccessReading(Optional.empty(), reader.problems.inOrder());
    }

    private void readRoot(Section root) {
        refuseOthers(root, KEYS);
        root.require("kind", "write kind: access").flatMap(value -> value.word(List.of("access")));
        root.require("api", "write api: v1").flatMap(value -> value.word(List.of("v1")));
        exact = root.get("mode").flatMap(value -> value.word(List.of("additive", "exact"))).orElse("additive").equals("exact");
        String pattern = root.get("groups").flatMap(value -> value.text(TextRule.LINE).filter(text -> isPattern(value, text))).orElse("{schema}_{right}");
        Optional<String> prefix = root.get("prefix").flatMap(value -> value.text(TextRule.NAME));
        items(root, "schemas").forEach(section -> readSchema(section, pattern, prefix));
        items(root, "grants").forEach(this::readGrant);
        items(root, "future_grants").forEach(this::readFutureGrant);
    }

    private boolean isPattern(Value value, String text) {
        if (!text.contains("{right}")) {
            value.refuse("a pattern for the names of groups needs {right} in it", PATTERN_HINT);
            return false;
        }
        if (text.replaceAll("\\{(prefix|schema|right)}", "").matches(".*[{}].*")) {
            value.refuse("a pattern knows {prefix}, {schema} and {right}", PATTERN_HINT);
            return false;
        }
        return true;
    }

    private void readSchema(Section section, String pattern, Optional<String> defaultPrefix) {
        refuseOthers(section, SCHEMA_KEYS);
        Optional<String> name = name(section, "schema");
        Optional<String> prefix = section.get("prefix").flatMap(value -> value.text(TextRule.NAME)).or(() -> defaultPrefix);
        if (pattern.contains("{prefix}") && prefix.isEmpty()) {
            problems.add(section.place(), "the pattern of the groups has {prefix} in it, and there is none", "write prefix: at the top, or here");
        }
        name.filter(schema -> !schemaNames.add(schema)).ifPresent(schema -> problems.add(section.place(), "a second entry for this schema", "make them one"));
        List<String> rights = section.get("rights").map(value -> words(value, List.of("read", "write", "all"))).orElse(List.of("read", "write", "all"));
        Map<Right, String> groups = new EnumMap<>(Right.class);
        rights.forEach(right -> groups.put(right(right), pattern.replace("{prefix}", prefix.orElse("")).replace("{schema}", name.orElse(""))
                .replace("{right}", right)));
        groups.values().stream().map(group -> TextRule.NAME.complaintAbout(group)).flatMap(Optional::stream).findFirst()
                .ifPresent(complaint -> problems.add(section.place(), "the name of a group: " + complaint, "shorten the pattern or the prefix"));
        Map<Right, List<String>> members = new EnumMap<>(Right.class);
        section.get("members").flatMap(Value::section).ifPresent(byRight -> {
            byRight.refuseKeysOtherThan(rights);
            rights.forEach(right -> byRight.get(right).ifPresent(value -> members.put(right(right), names(value))));
        });
        List<Sensitive> sensitive = items(section, "sensitive").stream().map(this::sensitive).flatMap(Optional::stream).toList();
        List<String> future = section.get("future").map(this::names).orElse(List.of());
        name.ifPresent(schema -> schemas.add(new SchemaAccess(schema, groups, members, sensitive, future)));
    }

    private Optional<Sensitive> sensitive(Section section) {
        refuseOthers(section, Set.of("table", "columns"));
        List<String> columns = section.get("columns").map(this::names).orElse(List.of());
        return name(section, "table").map(table -> new Sensitive(table, columns));
    }

    private void readGrant(Section section) {
        Set<String> keys = new HashSet<>(OBJECTS);
        keys.addAll(Set.of("to", "schema", "columns", "privileges", "grantable"));
        refuseOthers(section, keys);
        List<String> on = OBJECTS.stream().filter(key -> section.get(key).isPresent()).toList();
        if (on.size() > 1) {
            problems.add(section.place(), "one entry grants on one kind of objects, found " + String.join(" and ", on), "write an entry for each");
            return;
        }
        String kind = on.isEmpty() ? "schema" : on.get(0);
        List<String> names = on.isEmpty() ? List.of() : texts(section.get(kind).orElseThrow(), TextRule.LINES);
        List<String> columns = section.get("columns").map(this::names).orElse(List.of());
        if (!columns.isEmpty() && !kind.equals("tables")) {
            problems.add(section.place(), "columns are columns of tables", "name the tables");
        }
        boolean grantable = section.get("grantable").flatMap(Value::bool).orElse(false);
        Optional<String> to = name(section, "to");
        Optional<String> schema = name(section, "schema");
        List<String> privileges = privileges(section);
        if (to.isPresent() && schema.isPresent()) {
            grants.add(new Grant(to.get(), schema.get(), kind, names, columns, privileges, grantable));
        }
    }

    private void readFutureGrant(Section section) {
        refuseOthers(section, Set.of("owner", "schema", "objects", "to", "privileges"));
        Optional<String> owner = name(section, "owner");
        Optional<String> schema = name(section, "schema");
        Optional<String> to = name(section, "to");
        Optional<String> on = section.require("objects", "one of " + OBJECTS).flatMap(value -> value.word(OBJECTS));
        List<String> privileges = privileges(section);
        if (owner.isPresent() && schema.isPresent() && to.isPresent() && on.isPresent()) {
            futureGrants.add(new FutureGrant(owner.get(), schema.get(), on.get(), to.get(), privileges));
        }
    }

    private List<String> privileges(Section section) {
        return section.require("privileges", "a list such as [SELECT]").map(value -> words(value, PRIVILEGES)).orElse(List.of());
    }

    private void refuseOthers(Section section, Set<String> allowed) {
        section.values().forEach((key, value) -> {
            if (!allowed.contains(key)) {
                problems.add(value.keyPlace(), "unknown key", key.matches(SECRET)
                        ? "passwords stand in no file of Partition Tools; groups have none, and roles that log in are made elsewhere"
                        : Suggestion.among(allowed).forWord(key));
            }
        });
    }

    private List<Section> items(Section section, String key) {
        return section.get(key).flatMap(Value::items).orElse(List.of()).stream().map(Value::section).flatMap(Optional::stream).toList();
    }

    private Optional<String> name(Section section, String key) {
        return section.require(key, "a name").flatMap(value -> value.text(TextRule.NAME));
    }

    private List<String> names(Value value) {
        return texts(value, TextRule.LINES);
    }

    private List<String> texts(Value value, TextRule rule) {
        return value.items().orElse(List.of()).stream().map(item -> item.text(rule)).flatMap(Optional::stream).toList();
    }

    private static List<String> words(Value value, List<String> allowed) {
        return value.items().orElse(List.of()).stream().map(item -> item.word(allowed)).flatMap(Optional::stream).toList();
    }

    private static Right right(String word) {
        return Right.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
