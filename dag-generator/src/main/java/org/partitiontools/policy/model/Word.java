package org.partitiontools.policy.model;

import java.util.Locale;

/** How the constants of a policy are written in YAML, JSON and SQL: in lower case. */
public final class Word {

    private Word() {
    }

    /** The word for a constant, such as {@code detach} for {@link CleanupPolicy#DETACH}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
