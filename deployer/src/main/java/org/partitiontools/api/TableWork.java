package org.partitiontools.api;

import java.util.Map;

/**
 * What is wanted of one table.
 *
 * @param table the name, qualified, and quoted where SQL needs it
 * @param operations the policy of the table, as the parameter {@code p_operations} takes it
 * @param settings what a session has to be set to for it
 */
public record TableWork(String table, String operations, Map<String, String> settings) {

    public TableWork {
        settings = Map.copyOf(settings);
    }

    public TableWork(String table, String operations) {
        this(table, operations, Map.of());
    }
}
