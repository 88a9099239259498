package org.partitiontools.api;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * What is wanted of one table.
 *
 * @param table the name, qualified, and quoted where SQL needs it
 * @param operations the policy of the table, as the parameter {@code p_operations} takes it
 * @param settings what a session has to be set to for it
 * @param zone the time zone of the policy, in which a day begins
 */
public record TableWork(String table, String operations, Map<String, String> settings, ZoneId zone) {

    public TableWork {
        settings = Map.copyOf(settings);
    }

    /** In UTC. */
    public TableWork(String table, String operations) {
        this(table, operations, Map.of(), ZoneOffset.UTC);
    }
}
