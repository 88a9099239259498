package org.partitiontools.policy.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the allowed words a user meant. */
public final class Suggestion {

    private static final int LONGEST_TYPO = 60;

    private final Collection<String> allowed;

    private Suggestion(Collection<String> allowed) {
        this.allowed = allowed;
    }

    public static Suggestion among(Collection<String> allowed) {
        return new Suggestion(allowed);
    }

    /** "did you mean ...?" if a word is near, else the list of allowed words. */
    public String forWord(String word) {
        return nearest(word)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "allowed: " + String.join(", ", allowed.stream().sorted().toList()));
    }

    private Optional<String> nearest(String word) {
        if (word.length() > LONGEST_TYPO) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
        int tolerance = Math.max(1, word.length() / 3);
        return allowed.stream()
                .filter(candidate -> distance(lower, candidate) <= tolerance)
                .min(Comparator.comparingInt((String candidate) -> distance(lower, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's edit distance, one row at a time. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
