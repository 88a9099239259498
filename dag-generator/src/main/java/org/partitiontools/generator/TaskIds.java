package org.partitiontools.generator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.Slug;
import org.partitiontools.policy.model.TablePolicy;

/** Names for what has no name in a policy: Airflow's task groups and tasks. */
final class TaskIds {

    private final Set<String> taken = new HashSet<>();
    private final Set<String> ambiguousTables;

    TaskIds(List<TablePolicy> tables) {
        Map<String, Long> uses = tables.stream()
                .collect(Collectors.groupingBy(TablePolicy::table, Collectors.counting()));
        this.ambiguousTables = uses.keySet().stream().filter(name -> uses.get(name) > 1).collect(Collectors.toSet());
    }

    /** The table's name where that is an identifier and used once, else something similar. */
    String group(TablePolicy table) {
        String name = ambiguousTables.contains(table.table()) ? table.schema() + "__" + table.table() : table.table();
        String id = Slug.of(name);
        if (!taken.add(id)) {
            id = Slug.withHash(id, table.qualifiedName());
            taken.add(id);
        }
        return id;
    }

    /** One name per operation: the routine's, numbered where a table uses it several times. */
    static List<String> tasks(List<Operation> operations) {
        Map<String, Long> uses = operations.stream()
                .collect(Collectors.groupingBy(operation -> operation.kind().routine(), Collectors.counting()));
        Map<String, Integer> counters = new HashMap<>();
        return operations.stream().map(operation -> {
            String name = operation.kind().routine();
            return uses.get(name) == 1 ? name : name + "_" + counters.merge(name, 1, Integer::sum);
        }).toList();
    }
}
