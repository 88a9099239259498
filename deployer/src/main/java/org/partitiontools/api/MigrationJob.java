package org.partitiontools.api;

/**
 * One part of a data migration.
 *
 * @param job how to execute it
 * @param run the run it belongs to
 * @param target the table it fills
 * @param ended whether it is completed or cancelled already, so that it need not be executed
 */
public record MigrationJob(Job job, long run, String target, boolean ended) {
}
