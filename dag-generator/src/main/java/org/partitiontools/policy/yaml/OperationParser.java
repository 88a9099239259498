package org.partitiontools.policy.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.partitiontools.policy.check.Suggestion;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.OperationKey;
import org.partitiontools.policy.model.OperationKind;

/** Reads one operation of a table and applies the defaults. */
final class OperationParser {

    private static final String NAME_KEY = "operation";
    private static final List<String> NAMES =
            Arrays.stream(OperationKind.values()).map(OperationKind::routine).toList();

    private final Defaults defaults;

    OperationParser(Defaults defaults) {
        this.defaults = defaults;
    }

    /** The operation; empty after a problem that leaves no complete operation was reported. */
    Optional<Operation> parse(Section section) {
        Optional<OperationKind> kind = section.require(NAME_KEY, "one of " + String.join(", ", NAMES))
                .flatMap(value -> value.word(NAMES))
                .map(OperationParser::kindNamed);
        return kind.flatMap(it -> parse(section, it));
    }

    static List<String> keysOf(OperationKind kind) {
        return Arrays.stream(OperationKey.values()).filter(kind::allows).map(OperationKey::text).toList();
    }

    private Optional<Operation> parse(Section section, OperationKind kind) {
        refuseOtherKeys(section, kind);
        boolean complete = requireKeys(section, kind);
        Operation operation = new OperationKeys(key -> find(section, kind, key)).toOperation(section.place(), kind);
        return complete && hasReadableWindow(section, operation) ? Optional.of(operation) : Optional.empty();
    }

    private Optional<Value> find(Section section, OperationKind kind, OperationKey key) {
        return section.get(key).or(() -> defaults.get(kind, key));
    }

    /** A key of another operation deserves another message than a typo. */
    private static void refuseOtherKeys(Section section, OperationKind kind) {
        List<String> allowed = keysOf(kind);
        section.values().forEach((key, value) -> {
            if (key.equals(NAME_KEY) || allowed.contains(key)) {
                return;
            }
            boolean known = Arrays.stream(OperationKey.values()).anyMatch(it -> it.text().equals(key));
            section.problems().add(value.keyPlace(),
                    known ? kind + " does not have this key" : "unknown key",
                    known ? "allowed: " + String.join(", ", allowed) : Suggestion.among(allowed).forWord(key));
        });
    }

    private boolean requireKeys(Section section, OperationKind kind) {
        List<String> missing = Arrays.stream(OperationKey.values())
                .filter(kind::requires)
                .filter(key -> find(section, kind, key).isEmpty())
                .map(OperationKey::text)
                .toList();
        missing.forEach(key -> section.problems().add(section.place(), kind + " needs the key " + key, ""));
        if (kind == OperationKind.MOVE && find(section, kind, OperationKey.TABLE_SPACE).isEmpty()
                && find(section, kind, OperationKey.DDL_WITH_PARAM).isEmpty()) {
            section.problems().add(section.place(), kind + " needs table_space, ddl_with_param or both",
                    "say where to move the partitions or how to store them");
        }
        return missing.isEmpty();
    }

    /** A bound that is there but not readable was reported; comparing its window would only confuse. */
    private boolean hasReadableWindow(Section section, Operation operation) {
        boolean lowerWritten = find(section, operation.kind(), OperationKey.LOWER_BOUND).isPresent();
        return operation.upperBound().isPresent() && operation.lowerBound().isPresent() == lowerWritten;
    }

    private static OperationKind kindNamed(String name) {
        return OperationKind.values()[NAMES.indexOf(name)];
    }
}
