package org.partitiontools.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.partitiontools.policy.interval.PolicyInterval;
import org.partitiontools.policy.interval.WrittenInterval;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.Window;

/**
 * Draws the windows of a table's operations as text, the past on the left. The distance of two bounds shows their
 * order, not their length: windows reach from hours to decades.
 */
final class Timeline {

    private static final String NOW = "now";
    private static final String BEGINNING = "...";

    private final List<Operation> operations;
    private final List<PolicyInterval> ticks = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    /** The column of the beginning of time comes before the first tick, if a window reaches back there. */
    private final int firstTick;
    private final int labelWidth;
    private final int tickWidth;

    private Timeline(TablePolicy table) {
        this.operations = table.inOrderOfExecution();
        boolean unbounded = operations.stream().anyMatch(operation -> operation.window().lower().isEmpty());
        this.firstTick = unbounded ? 1 : 0;
        if (unbounded) {
            labels.add(BEGINNING);
        }
        collectTicks();
        this.labelWidth = operations.stream().mapToInt(it -> label(it).length()).max().orElse(0) + 2;
        this.tickWidth = labels.stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    /** Lines of text: the bounds, then one bar per operation. */
    static String of(TablePolicy table) {
        return new Timeline(table).draw();
    }

    private void collectTicks() {
        // As people see them: equal intervals under the first name that the policy gives them.
        TreeMap<PolicyInterval, String> names = new TreeMap<>(Comparator.reverseOrder());
        names.put(PolicyInterval.ZERO, NOW);
        operations.stream().map(Operation::window).flatMap(window -> bounds(window).stream())
                .forEach(bound -> names.putIfAbsent(bound.value(), label(bound)));
        names.forEach((tick, name) -> {
            ticks.add(tick);
            labels.add(name);
        });
    }

    private static List<WrittenInterval> bounds(Window window) {
        List<WrittenInterval> bounds = new ArrayList<>(window.lower().stream().toList());
        bounds.add(window.upper());
        return bounds;
    }

    private String draw() {
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(labelWidth + 1) + labels.stream().map(this::padded).collect(Collectors.joining()));
        operations.forEach(operation -> lines.add(bar(operation)));
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private String bar(Operation operation) {
        Window window = operation.window();
        int start = window.lower().map(this::column).orElse(0);
        int end = column(window.upper());
        String opening = window.lower().isPresent() ? "[" : "<";
        int length = Math.max(0, end - start - 1);
        int margin = labelWidth + 1 + start - label(operation).length();
        return label(operation) + " ".repeat(margin) + opening + "=".repeat(length) + ")";
    }

    private int column(WrittenInterval bound) {
        int index = 0;
        while (ticks.get(index).compareTo(bound.value()) != 0) {
            index++;
        }
        return (index + firstTick) * tickWidth;
    }

    private String padded(String label) {
        return label + " ".repeat(tickWidth - label.length());
    }

    private static String label(Operation operation) {
        String granularity = operation.granularity().map(it -> " " + label(it)).orElse("");
        return operation.kind().routine() + granularity;
    }

    private static String label(WrittenInterval interval) {
        return interval.text().strip();
    }
}
