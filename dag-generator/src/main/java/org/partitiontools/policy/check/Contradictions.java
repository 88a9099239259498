package org.partitiontools.policy.check;

import static org.partitiontools.policy.model.OperationKind.CREATE;
import static org.partitiontools.policy.model.OperationKind.DELETE;
import static org.partitiontools.policy.model.OperationKind.MERGE;
import static org.partitiontools.policy.model.OperationKind.MOVE;
import static org.partitiontools.policy.model.OperationKind.UNLOAD;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.policy.check.Contradiction.Rule;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.OperationKind;
import org.partitiontools.policy.model.TablePolicy;

/**
 * Finds where a table's operations contradict each other. The rules are those of {@code check_config} in SQL, and
 * {@code test_sql/contradictions.yaml} holds the cases that both must decide alike.
 */
public final class Contradictions {

    private final TablePolicy table;
    private final List<Operation> operations;
    private final List<Contradiction> found = new ArrayList<>();

    private Contradictions(TablePolicy table) {
        this.table = table;
        this.operations = table.allOperations();
    }

    /** All contradictions of a table; each pair of operations is reported once at most. */
    public static List<Contradiction> of(TablePolicy table) {
        return new Contradictions(table).find();
    }

    private List<Contradiction> find() {
        if (operations.isEmpty()) {
            found.add(new Contradiction(Rule.NO_CREATE, table.place(), "the table has no operation"));
        }
        operations.stream().filter(operation -> operation.window().isEmpty()).forEach(this::reportEmptyWindow);
        for (int i = 0; i < operations.size(); i++) {
            for (int j = i + 1; j < operations.size(); j++) {
                compare(operations.get(i), operations.get(j));
            }
        }
        return List.copyOf(found);
    }

    private void compare(Operation first, Operation second) {
        Optional<Rule> broken = brokenRegardlessOfTime(first, second)
                .or(() -> first.window().overlaps(second.window()) ? brokenByOverlap(first, second) : Optional.empty());
        broken.ifPresent(rule -> found.add(new Contradiction(rule, second.place(),
                describe(first) + verb(rule) + describe(second))));
    }

    private static Optional<Rule> brokenRegardlessOfTime(Operation first, Operation second) {
        Set<OperationKind> kinds = kinds(first, second);
        if (kinds.equals(Set.of(DELETE, UNLOAD))) {
            return Optional.of(Rule.DELETE_WITH_UNLOAD);
        }
        boolean limitedCreate = Stream.of(first, second)
                .anyMatch(operation -> operation.kind() == CREATE && operation.limitOperations().isPresent());
        return limitedCreate && kinds.contains(MERGE) ? Optional.of(Rule.LIMITED_CREATE_WITH_MERGE) : Optional.empty();
    }

    private static Optional<Rule> brokenByOverlap(Operation first, Operation second) {
        Set<OperationKind> kinds = kinds(first, second);
        if (kinds.contains(MOVE) && (kinds.contains(UNLOAD) || kinds.contains(DELETE))) {
            return Optional.of(Rule.MOVE_OVERLAPS);
        }
        if (kinds.contains(DELETE)) {
            return Optional.of(Rule.DELETE_OVERLAPS);
        }
        return kinds.equals(Set.of(MERGE)) ? Optional.of(Rule.MERGE_OVERLAPS) : Optional.empty();
    }

    private void reportEmptyWindow(Operation operation) {
        found.add(new Contradiction(
                Rule.EMPTY_WINDOW, operation.place(), describe(operation) + " has an empty window"));
    }

    /** The one or two kinds of a pair; {@code Set.of} would refuse a pair of the same kind. */
    private static Set<OperationKind> kinds(Operation first, Operation second) {
        return Stream.of(first.kind(), second.kind()).collect(Collectors.toUnmodifiableSet());
    }

    private static String verb(Rule rule) {
        return switch (rule) {
            case DELETE_WITH_UNLOAD -> " cannot stand together with ";
            case LIMITED_CREATE_WITH_MERGE -> " cannot, with limit_operations on the create, stand together with ";
            default -> " overlaps ";
        };
    }

    private static String describe(Operation operation) {
        return operation.kind() + " " + operation.window();
    }
}
