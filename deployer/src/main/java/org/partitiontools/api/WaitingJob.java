package org.partitiontools.api;

/**
 * A job that waits for a worker.
 *
 * @param job its number
 * @param target the table it is about
 */
public record WaitingJob(Job job, String target) {
}
