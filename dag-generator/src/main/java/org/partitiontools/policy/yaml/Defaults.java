package org.partitiontools.policy.yaml;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.partitiontools.policy.model.OperationKey;
import org.partitiontools.policy.model.OperationKind;

/**
 * The section {@code defaults} of a policy. For a key of an operation, its own value wins over
 * {@code defaults.<operation>.<key>}, and that over {@code defaults.<key>}.
 */
final class Defaults {

    private final Section general;
    private final Map<OperationKind, Optional<Section>> byKind;

    Defaults(Section general) {
        this.general = general;
        this.byKind = Arrays.stream(OperationKind.values()).collect(Collectors.toMap(Function.identity(),
                kind -> general.get(kind.routine()).flatMap(Value::section)));
        check();
    }

    /** The default of a key of an operation; empty if there is none or the operation does not have the key. */
    Optional<Value> get(OperationKind kind, OperationKey key) {
        return kind.allows(key)
                ? byKind.get(kind).flatMap(section -> section.get(key)).or(() -> general.get(key))
                : Optional.empty();
    }

    /** The default of a key of a table. */
    Optional<Value> get(String tableKey) {
        return general.get(tableKey);
    }

    /** Defaults that no table uses are checked, too. */
    private void check() {
        general.refuseKeysOtherThan(allowed());
        new OperationKeys(key -> general.get(key)).readAll();
        TableParser.readDefaults(general);
        byKind.forEach((kind, section) -> section.ifPresent(it -> check(kind, it)));
    }

    private static void check(OperationKind kind, Section section) {
        section.refuseKeysOtherThan(OperationParser.keysOf(kind));
        new OperationKeys(section::get).readAll();
    }

    private static Set<String> allowed() {
        Set<String> keys = new HashSet<>(TableParser.DEFAULT_KEYS);
        Arrays.stream(OperationKey.values()).map(OperationKey::text).forEach(keys::add);
        Arrays.stream(OperationKind.values()).map(OperationKind::routine).forEach(keys::add);
        return keys;
    }
}
