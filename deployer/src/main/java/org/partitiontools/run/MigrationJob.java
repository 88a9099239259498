package org.partitiontools.run;

/**
 * One part of a data migration.
 *
 * @param job how to execute it
 * @param run the run it belongs to
 * @param target the table it fills
 */
record MigrationJob(Job job, long run, String target) {
}
