/**
 * Makes jobs and executes them: the calls of the public SQL routines, the threads, the progress that people see, and how it ended.
 *
 * <p>Uses: {@code archive.work}, {@code database}, {@code partitiontools}.
 */
package org.partitiontools.run;
