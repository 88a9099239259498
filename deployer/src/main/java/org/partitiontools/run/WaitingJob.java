package org.partitiontools.run;

/**
 * A job that waits for a worker.
 *
 * @param job its number
 * @param target the table it is about
 */
record WaitingJob(Job job, String target) {
}
