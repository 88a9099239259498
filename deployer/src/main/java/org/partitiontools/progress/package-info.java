/**
 * How far the work on tables is, and how it ended, as people see it: bars on a terminal, or all that can be told, lines elsewhere.
 *
 * <p>Uses: {@code database}, {@code log}.
 */
package org.partitiontools.progress;
