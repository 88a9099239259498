package org.partitiontools.policy.check;

import java.nio.file.Path;
import java.util.Comparator;
import org.partitiontools.policy.model.Place;

/**
 * One thing that is wrong with a policy file.
 *
 * @param place file, line, column and key path of the value that is wrong
 * @param message what is wrong
 * @param hint what to do about it; empty when the message says it already
 */
public record PolicyProblem(Place place, String message, String hint) {

    /** The order in which a person works through a file. */
    static final Comparator<PolicyProblem> BY_PLACE = Comparator
            .comparing((PolicyProblem problem) -> problem.place().line())
            .thenComparing(problem -> problem.place().column());

    /** The file as the caller named it. */
    public Path file() {
        return place.file();
    }

    /** Line, counted from 1. */
    public int line() {
        return place.line();
    }

    /** Column, counted from 1. */
    public int column() {
        return place.column();
    }

    /** The way to the value, such as {@code tables[2].operations[0].granularity}; empty for the whole file. */
    public String keyPath() {
        return place.keyPath();
    }

    /** One line for people: {@code orders.yaml:12:5: tables[0].table: message (hint)}. */
    @Override
    public String toString() {
        String key = keyPath().isEmpty() ? "" : keyPath() + ": ";
        String remedy = hint.isEmpty() ? "" : " (" + hint + ")";
        return place + ": " + key + message + remedy;
    }
}
