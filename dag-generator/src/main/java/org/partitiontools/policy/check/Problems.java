package org.partitiontools.policy.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.partitiontools.policy.model.Place;

/** Collects the problems of one file, so that a reader sees all of them in one go. */
public final class Problems {

    /** More than a person reads; bounds what a hostile file can make us keep. */
    private static final int LIMIT = 1_000;

    // A set: a wrong value in `defaults` is met once for every operation that uses it.
    private final Set<PolicyProblem> found = new LinkedHashSet<>();

    public void add(Place place, String message, String hint) {
        if (found.size() < LIMIT) {
            found.add(new PolicyProblem(place, message, hint));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<PolicyProblem> inOrder() {
        return found.stream().sorted(PolicyProblem.BY_PLACE).toList();
    }
}
