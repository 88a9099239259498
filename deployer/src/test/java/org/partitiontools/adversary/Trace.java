package org.partitiontools.adversary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the sessions of one schedule did, and what came of it; findings among it. */
final class Trace {

    private static final int LONGEST = 500;

    private final long start = System.nanoTime();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> done = new TreeMap<>();
    private final Set<String> refusals = Collections.synchronizedSet(new TreeSet<>());

    /** Counts what was done, to know that it was. */
    synchronized void did(String what) {
        done.merge(what, 1, Integer::sum);
    }

    synchronized Map<String, Integer> done() {
        return new TreeMap<>(done);
    }

    void note(String session, String what) {
        String text = what.replaceAll("\\s+", " ");
        lines.add("%6.3f s  %-10s %s".formatted((System.nanoTime() - start) / 1e9, session,
                text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text));
    }

    /** Something that must not be. */
    void finding(String session, String what) {
        findings.add(what);
        note(session, "FINDING: " + what);
    }

    /** An error that PostgreSQL gives without any job, too; kept to see that the generator makes sense. */
    void refusal(String sqlstate) {
        refusals.add(sqlstate);
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    Set<String> refusals() {
        return Set.copyOf(refusals);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
