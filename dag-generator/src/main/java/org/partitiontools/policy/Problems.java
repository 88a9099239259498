package org.partitiontools.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems of one file, so that a reader sees all of them in one go. */
final class Problems {

    /** More than a person reads; bounds what a hostile file can make us keep. */
    private static final int LIMIT = 1_000;

    // A set: a wrong value in `defaults` is met once for every operation that uses it.
    private final Set<PolicyProblem> found = new LinkedHashSet<>();

    void add(Place place, String message, String hint) {
        if (found.size() < LIMIT) {
            found.add(new PolicyProblem(place, message, hint));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<PolicyProblem> inOrder() {
        return found.stream().sorted(PolicyProblem.BY_PLACE).toList();
    }
}
