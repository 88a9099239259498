package org.partitiontools.definitions.diff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.partitiontools.definitions.model.Key;

/** Puts objects in an order in which each comes after what it needs. */
final class Ordering {

    private final Function<Key, Collection<Key>> needs;
    private final Set<Key> visited = new HashSet<>();
    private final List<Key> order = new ArrayList<>();

    private record Visit(Key key, Iterator<Key> open) {
    }

    private Ordering(Function<Key, Collection<Key>> needs) {
        this.needs = needs;
    }

    /** In the order given where that is possible; what needs itself by way of others comes where it is met. */
    static List<Key> of(Collection<Key> keys, Function<Key, Collection<Key>> needs) {
        Ordering ordering = new Ordering(needs);
        keys.forEach(ordering::visit);
        Set<Key> wanted = new HashSet<>(keys);
        return ordering.order.stream().filter(wanted::contains).toList();
    }

    /** What needs others comes before them. */
    static List<Key> reversed(Collection<Key> keys, Function<Key, Collection<Key>> needs) {
        List<Key> order = new ArrayList<>(of(keys, needs));
        Collections.reverse(order);
        return order;
    }

    private void visit(Key first) {
        Deque<Visit> open = new ArrayDeque<>();
        push(first, open);
        while (!open.isEmpty()) {
            Visit visit = open.peek();
            if (visit.open().hasNext()) {
                push(visit.open().next(), open);
            } else {
                order.add(visit.key());
                open.pop();
            }
        }
    }

    private void push(Key key, Deque<Visit> open) {
        if (visited.add(key)) {
            open.push(new Visit(key, needs.apply(key).iterator()));
        }
    }
}
