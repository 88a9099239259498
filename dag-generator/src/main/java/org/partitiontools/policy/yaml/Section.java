package org.partitiontools.policy.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.policy.check.Problems;
import org.partitiontools.policy.check.Suggestion;
import org.partitiontools.policy.model.OperationKey;
import org.partitiontools.policy.model.Place;

/**
 * A YAML mapping: its values by key. Building one reports keys that are no text or appear twice.
 *
 * @param place where the mapping starts
 * @param values the values, in the order of the file
 * @param problems takes what is wrong
 */
record Section(Place place, Map<String, Value> values, Problems problems) {

    /** A mapping without keys at a place, for sections that a file leaves out. */
    static Section empty(Place place, Problems problems) {
        return new Section(place, new LinkedHashMap<>(), problems);
    }

    Optional<Value> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<Value> get(OperationKey key) {
        return get(key.text());
    }

    /** The value of a key; its absence is a problem. */
    Optional<Value> require(String key, String hint) {
        if (!values.containsKey(key)) {
            problems.add(place, "the key " + key + " is missing", hint);
        }
        return get(key);
    }

    void refuseKeysOtherThan(Collection<String> allowed) {
        values.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                problems.add(value.keyPlace(), "unknown key", Suggestion.among(allowed).forWord(key));
            }
        });
    }
}
