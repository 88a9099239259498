package org.partitiontools.policy.model;

/**
 * The section {@code cron} of a policy.
 *
 * @param directory absolute directory in which the machine that runs cron keeps the generated scripts
 */
public record CronSettings(String directory) {
}
