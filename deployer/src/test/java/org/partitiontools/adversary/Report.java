package org.partitiontools.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What some schedules came to. */
final class Report {

    private final long first;
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private int schedules;

    Report(long first) {
        this.first = first;
    }

    void add(long seed, Schedule schedule) {
        schedules++;
        schedule.outcomes().forEach((what, count) -> outcomes.merge(what, count, Integer::sum));
        schedule.trace().done().forEach((what, count) -> done.merge(what, count, Integer::sum));
        schedule.trace().refusals().forEach(state -> refusals.merge(state, 1, Integer::sum));
        if (!schedule.trace().findings().isEmpty()) {
            failures.add(schedule.story() + "\nFINDINGS of seed " + seed + ":\n  " + String.join("\n  ", new TreeSet<>(schedule.trace().findings())));
        }
    }

    /** One text for each schedule that found something: its table, its job, what every session did, and the findings. */
    List<String> failures() {
        return failures;
    }

    int schedules() {
        return schedules;
    }

    /** How much of something was done: {@code transactions}, {@code comparisons}, {@code definitions}. */
    int done(String what) {
        return done.getOrDefault(what, 0);
    }

    /** How many jobs completed. */
    int completed() {
        return outcomes.entrySet().stream().filter(outcome -> outcome.getKey().endsWith("completed")).mapToInt(Map.Entry::getValue).sum();
    }

    @Override
    public String toString() {
        return "adversary: seeds " + first + " to " + (first + schedules - 1) + ", " + schedules + " schedules, " + failures.size() + " with findings; " + done + "; jobs " + outcomes
                + "; SQLSTATEs that the twin gave, or that are fair " + refusals;
    }
}
