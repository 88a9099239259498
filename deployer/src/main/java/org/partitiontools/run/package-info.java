/**
 * Executes jobs: one {@link org.partitiontools.run.Runner}, and the kinds of {@link org.partitiontools.run.Work} it does. Policies and jobs
 * that wait for a worker are done table by table, data migrations job by job.
 *
 * <p>Uses: {@code api}, {@code archive.work}, {@code database}, {@code progress}.
 */
package org.partitiontools.run;
