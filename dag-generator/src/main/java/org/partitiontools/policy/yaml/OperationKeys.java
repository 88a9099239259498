package org.partitiontools.policy.yaml;

import java.util.Optional;
import java.util.function.Function;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.model.CleanupPolicy;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.OperationKey;
import org.partitiontools.policy.model.OperationKind;
import org.partitiontools.policy.model.Place;
import org.partitiontools.policy.model.WindowRule;

/** Reads the keys of an operation as their types, wherever their values come from. */
final class OperationKeys {

    private final Function<OperationKey, Optional<Value>> source;

    OperationKeys(Function<OperationKey, Optional<Value>> source) {
        this.source = source;
    }

    /** Reads every key, only to report what is wrong. */
    void readAll() {
        toOperation(null, null);
    }

    Operation toOperation(Place place, OperationKind kind) {
        return new Operation(
                place,
                kind,
                source.apply(OperationKey.GRANULARITY).flatMap(Value::granularity),
                source.apply(OperationKey.LOWER_BOUND).flatMap(Value::interval),
                source.apply(OperationKey.UPPER_BOUND).flatMap(Value::interval),
                source.apply(OperationKey.WINDOW).flatMap(value -> value.choice(WindowRule.class)),
                text(OperationKey.TABLE_SPACE, TextRule.NAME),
                source.apply(OperationKey.LIMIT_OPERATIONS).flatMap(value -> value.integer(1, Integer.MAX_VALUE)),
                source.apply(OperationKey.ACCESS_EXCLUSIVE_MODE).flatMap(Value::bool),
                text(OperationKey.DDL_WITH_PARAM, TextRule.STORAGE),
                text(OperationKey.S3_SERVER_NAME, TextRule.NAME),
                text(OperationKey.S3_BUCKET, TextRule.LINE),
                source.apply(OperationKey.CLEANUP_POLICY).flatMap(value -> value.choice(CleanupPolicy.class)));
    }

    private Optional<String> text(OperationKey key, TextRule rule) {
        return source.apply(key).flatMap(value -> value.text(rule));
    }
}
