/**
 * Unloading of partitions to S3, and their return: the part of the work that SQL cannot do. The routines
 * {@code work_begin}, {@code work_task} and {@code work_done} of the database say what to do and take what was done.
 * {@link org.partitiontools.archive.work.Worker} is the way in.
 *
 * <p>Uses: {@code archive}, {@code archive.format}, {@code archive.store}, {@code database}, {@code partitiontools}.
 */
package org.partitiontools.archive.work;
