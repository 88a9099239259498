package org.partitiontools.api;

/**
 * What is wanted of one table.
 *
 * @param table the name, qualified, and quoted where SQL needs it
 * @param operations the policy of the table, as the parameter {@code p_operations} takes it
 */
public record TableWork(String table, String operations) {
}
